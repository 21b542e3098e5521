/** CJWorkbench: a published commit to staging, then the same images to production. */
import { commitsOf, cjworkbenchWorld } from '../../practice/cjworkbench/seed.ts';
import { deploymentOf, services } from '../../practice/cjworkbench/options.ts';
import type { CjworkbenchOptions } from '../../practice/cjworkbench/options.ts';
import type { PracticeGithub } from '../../practice/github/index.ts';
import type { RunningWorld } from '../../practice/server.ts';
import type { WorldMaker } from '../../practice/worlds.ts';
import { askThroughout } from '../ask-throughout.ts';
import type { Demonstration } from '../demonstration.ts';
import { shownOnGithub } from '../on-github.ts';
import { putBack } from '../put-back.ts';
import { neverTwo } from '../never-two.ts';
import { deployed, migrationFailed } from './cjworkbench/verify.ts';

const world =
  (options: CjworkbenchOptions): WorldMaker =>
  (made) =>
    cjworkbenchWorld(options)(made);

export const cjworkbench: Demonstration = {
  name: 'cjworkbench',
  title: 'CJWorkbench',
  introduction: [
    'A commit of CJWorkbench goes to staging, then to production.',
    'All that its deploy touches (GitHub, the registry, the cluster with its database) is practised on this machine, a hundred times',
    'as fast as life. The Temporal server is a real one.',
  ],
  config: 'cjworkbench',
  scenarios: {
    happy: {
      says: 'All goes well.',
      world: world({}),
      faults: [],
      outcomes: { staging: 'succeeded', production: 'succeeded' },
      shows:
        'each migration ran once; production runs the very images that staging ran; never two of cron were alive; and a client that asked throughout saw no failed request.',
      verify: deployed,
    },
    'failing-migration': {
      says: 'The migration of the commit looks harmless, and fails when it is run.',
      world: world({ migration: 'failing' }),
      faults: [],
      outcomes: { staging: 'rolled-back' },
      shows:
        'the release says so in the migration’s own words; no service was touched, the older version goes on, and production never heard of it.',
      verify: (end) => [...migrationFailed(end), ...putBack(end)],
    },
  },
  missing: () => [],
  start(environment, { systems }) {
    const version = newestOf({ systems }).slice(0, 12);
    return { version, input: { environment, version } };
  },
  lookOn(environment, running) {
    const endAsking = askThroughout(`${running.url}/app/${environment}/${deploymentOf('frontend')}`);
    const endWatch = neverTwo(running, { namespace: environment, name: deploymentOf('cron') });
    return async () => [...(await endAsking()), ...endWatch()];
  },
  onBoard: (board, { snapshot }) =>
    shownOnGithub(board, snapshot(), { repository: 'CJWorkbench/cjworkbench', services }),
};

function newestOf({ systems }: Pick<RunningWorld, 'systems'>): string {
  const github = systems.find(({ name }) => name === 'github') as PracticeGithub | undefined;
  return github === undefined ? '' : (commitsOf(github).at(-1) ?? '');
}
