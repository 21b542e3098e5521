/** Wikimedia services: a commit to the hosts of production, then to those of deployment-prep. */
import { groups, sourceProject } from '../../practice/wikimedia/options.ts';
import type { WikimediaOptions } from '../../practice/wikimedia/options.ts';
import { wikimediaWorld } from '../../practice/wikimedia/seed.ts';
import type { PracticeGerrit } from '../../practice/gerrit/index.ts';
import { sshdPath } from '../../practice/hosts/index.ts';
import type { RunningWorld } from '../../practice/server.ts';
import type { WorldMaker } from '../../practice/worlds.ts';
import { askThroughout } from '../ask-throughout.ts';
import type { Demonstration } from '../demonstration.ts';
import { missingPrograms } from '../programs.ts';
import { putBack } from '../put-back.ts';
import { deployed, stoppedAtBadHost } from './wikimedia-services/verify.ts';

const world =
  (options: WikimediaOptions): WorldMaker =>
  (made) =>
    wikimediaWorld(options)(made);

export const wikimediaServices: Demonstration = {
  name: 'wikimedia-services',
  title: 'Mathoid',
  introduction: [
    'A commit of Mathoid goes to the hosts of production, then to those of deployment-prep.',
    'Git, the build of its modules, the SSH servers of seven hosts and the service on them are real, on this machine. Gerrit with its',
    'reviewers, the deploy tool and systemd are practised, a hundred times as fast as life. The Temporal server is a real one.',
  ],
  config: 'wikimedia-services',
  scenarios: {
    happy: {
      says: 'All goes well.',
      world: world({}),
      faults: [],
      outcomes: { production: 'succeeded', 'deployment-prep': 'succeeded' },
      shows:
        'every host runs the commit that was reviewed, and the modules that were built for it; it was reviewed once for both environments; and a client that asked throughout saw no failed request.',
      verify: deployed,
    },
    'host-does-not-come-back': {
      says: 'The second host of production lacks the fonts that the new version needs.',
      world: world({ hosts: 'does-not-come-back' }),
      faults: [],
      outcomes: { production: 'rolled-back' },
      shows:
        'the first host worked, the second was put back at once and the third never touched; then all went back, in review, too; and a client that asked throughout saw no failed request.',
      verify: (end) => [...stoppedAtBadHost(end), ...putBack(end)],
    },
  },
  missing: () => [
    ...missingPrograms({
      git: 'git',
      buildah: 'buildah',
      'docker-registry': 'docker-registry',
      busybox: 'busybox-static',
      ssh: 'openssh-client',
      curl: 'curl',
    }),
    ...(sshdPath() === undefined
      ? ['sshd: apt-get install openssh-server (or your system’s package of it)']
      : []),
    ...(process.platform === 'linux' ? [] : ['Linux: each host has a loopback address of its own']),
  ],
  start(environment, { systems }) {
    const version = newest({ systems }).slice(0, 12);
    return { version, input: { environment, version } };
  },
  lookOn: (environment, { url }) =>
    askThroughout(`${url}/lb/${environment in groups ? environment : 'production'}/`),
};

function newest({ systems }: Pick<RunningWorld, 'systems'>): string {
  const gerrit = systems.find(({ name }) => name === 'gerrit') as PracticeGerrit | undefined;
  return gerrit?.refs(sourceProject)['refs/heads/master'] ?? '';
}
