/** Wikimedia's practice world: a practised Gerrit over real git, a real registry, real SSH servers, and the service as real processes. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { practiceGerrit } from '../gerrit/index.ts';
import { pathOf, refsIn, seedProject } from '../gerrit/repositories.ts';
import { practiceBalancer, practiceHosts } from '../hosts/index.ts';
import { practiceImages } from '../images/index.ts';
import { practiceToken } from '../kubernetes/index.ts';
import { busybox } from '../sre-test/busybox.ts';
import type { PracticeSystem, World } from '../world.ts';
import { deploySeed } from './deploy-repository.ts';
import { gitDeploy } from './git-deploy.ts';
import { addressOf, hostSeeds } from './hosts.ts';
import { baseImage, configFile, directory, groups, port, practiceUser, sourceProject } from './options.ts';
import type { WikimediaOptions } from './options.ts';
import { lockFile, puppet, puppetSeed } from './puppet.ts';
import { sourceSeed } from './source.ts';

export const wikimediaWorld =
  (options: WikimediaOptions = {}) =>
  (world: World): readonly PracticeSystem[] => {
    const { reviewing = 'approve' } = options;
    const root = join(world.dir, 'gerrit');
    mkdirSync(root, { recursive: true });
    seedProject(root, sourceSeed);
    const deployed = refsIn(pathOf(root, sourceProject))['refs/tags/v0.1.0'] ?? '';
    return [
      practiceGerrit(world, {
        projects: [sourceSeed, deploySeed(deployed), puppetSeed],
        login: { username: practiceUser, password: practiceToken },
        reviewing,
      }),
      practiceImages(world, {
        images: [{ repository: baseImage, tags: ['1'], labels: {}, files: { 'bin/busybox': busybox() } }],
      }),
      practiceHosts(world, {
        hosts: hostSeeds(world, options),
        programs: { 'git-deploy': gitDeploy, puppet },
        deployed: [configFile, lockFile, `${directory}/.git/HEAD`, `${directory}/.git/refs/heads/master`],
      }),
      practiceBalancer(() =>
        Object.fromEntries(
          Object.entries(groups).map(([group, { targets }]) => [
            group,
            targets.map((name) => ({ address: addressOf(world, name), port })),
          ]),
        ),
      ),
    ];
  };
