/** Balrog: to stage, then to production. */
import type { Demonstration } from '../demonstration.ts';
import { shownOnGithub } from '../on-github.ts';
import { deployedVersion } from '../../practice/balrog/options.ts';
import { balrogOnBoard } from './balrog/on-board.ts';
import { scenarios, version } from './balrog/scenarios.ts';

export const balrog: Demonstration = {
  name: 'balrog',
  title: `Balrog ${version}`,
  introduction: [
    `Balrog ${version} goes to stage, then to production.`,
    'Everything it touches is practised on this machine, a hundred times as fast as life: GitHub with its actions, the image',
    'registry, a cluster with Argo CD and Argo Rollouts, Slack, Sentry and Prometheus. The Temporal server is a real one.',
  ],
  config: '.',
  scenarios,
  missing: () => [],
  start: (environment) => ({
    version,
    input: { environment, version, watchFor: '2s', soakFor: '1m', every: '500ms' },
  }),
  onBoard: (board, { snapshot }) => [
    ...balrogOnBoard(board, snapshot(), deployedVersion),
    ...shownOnGithub(board, snapshot(), {
      repository: 'mozilla-releng/balrog',
      services: ['admin', 'agent', 'public', 'ui'],
    }),
  ],
};
