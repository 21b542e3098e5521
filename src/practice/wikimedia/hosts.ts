/** The hosts of production and of deployment-prep: a deployment host each, and those that run the service. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git } from '../git/seed.ts';
import { pathOf } from '../gerrit/repositories.ts';
import { addressesOf } from '../hosts/index.ts';
import type { HostSeed } from '../hosts/index.ts';
import type { World } from '../world.ts';
import {
  configFile,
  deployProject,
  directory,
  fonts,
  groups,
  lastOf,
  port,
  puppetProject,
  service,
  sourceProject,
} from './options.ts';
import type { WikimediaOptions } from './options.ts';
import { agentFiles, fontPlace, lockFile } from './puppet.ts';

const home = ({ dir }: World, host: string): string => join(dir, 'hosts', host);
const checkout = (world: World, host: string): string => join(home(world, host), directory);
const fromFiles = ['-c', 'protocol.file.allow=always'];

export const hostSeeds = (world: World, { hosts = 'sound' }: WikimediaOptions): readonly HostSeed[] =>
  Object.values(groups).flatMap(({ deployment, targets, data }): HostSeed[] => [
    {
      name: deployment,
      address: addressOf(world, deployment),
      units: [],
      prepare: () => prepareDeploymentHost(world, deployment, targets),
    },
    ...targets.map((name): HostSeed => ({
      name,
      address: addressOf(world, name),
      units: [
        {
          name: service,
          directory,
          command: ['node', 'src/server.js', `../../../../${configFile}`],
        },
      ],
      prepare: () =>
        prepareTarget(world, { name, deployment, data, lacks: hosts !== 'sound' && name === 'scb1002' }),
    })),
  ]);

export const addressOf = ({ url }: Pick<World, 'url'>, host: string): string =>
  `${addressesOf(url)}.${lastOf(host)}`;

function prepareDeploymentHost(world: World, name: string, targets: readonly string[]): void {
  const root = join(world.dir, 'gerrit');
  const work = checkout(world, name);
  prepareHome(home(world, name));
  git(home(world, name), ['clone', '--quiet', pathOf(root, deployProject), work]);
  git(work, [...fromFiles, 'submodule', '--quiet', 'update', '--init']);
  git(work, ['remote', 'set-url', 'origin', `${world.url}/gerrit/${deployProject}`]);
  git(work, ['config', 'submodule.src.url', `${world.url}/gerrit/${sourceProject}`]);
  const module = join(work, 'src');
  git(module, ['remote', 'set-url', 'origin', `${world.url}/gerrit/${sourceProject}`]);
  git(module, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  writeFileSync(
    join(work, '.git/deploy-targets'),
    targets.map((target) => `${checkout(world, target)}\n`).join(''),
  );
}

function prepareTarget(
  world: World,
  { name, deployment, data, lacks }: { name: string; deployment: string; data: string; lacks: boolean },
): void {
  const root = home(world, name);
  const work = checkout(world, name);
  prepareHome(root);
  git(root, ['clone', '--quiet', checkout(world, deployment), work]);
  git(work, ['checkout', '--quiet', '--detach']);
  git(work, ['config', 'submodule.src.url', join(checkout(world, deployment), '.git/modules/src')]);
  git(work, ['config', 'submodule.src.active', 'true']);
  git(work, [...fromFiles, 'submodule', '--quiet', 'update', '--init']);
  const config = (font: string): string =>
    JSON.stringify({ address: addressOf(world, name), port, formula: 'E = mc²', font });
  write(join(root, configFile), config(fonts.first));
  write(join(root, agentFiles.template), config(fontPlace).replace(`"${fontPlace}"`, fontPlace));
  const repository = pathOf(join(world.dir, 'gerrit'), puppetProject);
  write(join(root, agentFiles.settings), `repository='${repository}' data='${data}'\n`);
  mkdirSync(dirname(join(root, lockFile)), { recursive: true });
  write(join(root, fonts.first), 'Latin\n');
  if (!lacks) write(join(root, fonts.other), 'STIX\n');
}

/** Submodules come from the deployment host by its path. */
const prepareHome = (root: string): void =>
  write(join(root, '.gitconfig'), '[protocol "file"]\n\tallow = always\n[safe]\n\tdirectory = *\n');

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
