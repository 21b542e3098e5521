/** sre-test: a commit of master to dev, then the same image to prod. */
import type { PracticeGit } from '../../practice/git/index.ts';
import type { RunningWorld } from '../../practice/server.ts';
import { namespaceOf, deployment, repository } from '../../practice/sre-test/options.ts';
import type { SreTestOptions } from '../../practice/sre-test/options.ts';
import { sreTestWorld } from '../../practice/sre-test/seed.ts';
import type { WorldMaker } from '../../practice/worlds.ts';
import type { Demonstration } from '../demonstration.ts';
import { askThroughout } from '../ask-throughout.ts';
import { shownOnGithub } from '../on-github.ts';
import { missingPrograms } from '../programs.ts';
import { putBack } from '../put-back.ts';
import { brokenImage, released } from './sre-test/verify.ts';

const world =
  (options: SreTestOptions): WorldMaker =>
  (made) =>
    sreTestWorld(options)(made);

export const sreTest: Demonstration = {
  name: 'sre-test',
  title: 'birthday-app',
  introduction: [
    'A commit of birthday-app goes to dev, then to prod.',
    'Git, the image registry and the builds are real, on this machine: the commit is tested, built and tried in earnest. The',
    'cluster is practised, a hundred times as fast as life. The Temporal server is a real one.',
  ],
  config: 'sre-test',
  scenarios: {
    happy: {
      says: 'All goes well.',
      world: world({}),
      faults: [],
      outcomes: { dev: 'succeeded', prod: 'succeeded' },
      shows:
        'prod runs the very image that dev ran; git and the registry tell so; and a client that asked throughout saw no failed request.',
      verify: released,
    },
    'bad-image': {
      says: 'The commit passes its tests, and the image that is built of it does not work.',
      world: world({ newest: 'bad-image' }),
      faults: [],
      outcomes: { dev: 'rolled-back' },
      shows:
        'the image was tried before anybody deployed it; nothing is left of it, and dev and prod never noticed.',
      verify: (end) => [...brokenImage(end), ...putBack(end)],
    },
    'bad-code': {
      says: 'The tests of the commit fail.',
      world: world({ newest: 'bad-code' }),
      faults: [],
      outcomes: { dev: 'rolled-back' },
      shows: 'nothing was built.',
      verify: (end) => [
        ...putBack(end),
        ...end.effects.map(({ effect }) => `${end.environment}: there was an effect: ${effect}`),
      ],
    },
  },
  missing: () =>
    missingPrograms({
      git: 'git',
      buildah: 'buildah',
      'docker-registry': 'docker-registry',
      busybox: 'busybox-static',
    }),
  start(environment, { systems }) {
    const version = tipOf({ systems }).slice(0, 12);
    return { version, input: { environment, version } };
  },
  onBoard: (board, { snapshot }) => shownOnGithub(board, snapshot(), { repository, services: [deployment] }),
  lookOn: (environment, { url }) =>
    askThroughout(`${url}/app/${namespaceOf(environment === 'prod' ? 'prod' : 'dev')}/${deployment}`),
};

function tipOf({ systems }: Pick<RunningWorld, 'systems'>): string {
  const git = systems.find(({ name }) => name === 'git') as PracticeGit | undefined;
  return git?.refs(repository)['refs/heads/master'] ?? '';
}
