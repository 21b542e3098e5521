/** Balrog to stage and to production, each brought to its end and each turned back at its last question. */
import type { Subject, Voyage } from '../subject.ts';

const version = '3.111';

const to = (environment: string) => ({
  environment,
  version,
  startedBy: 'maria',
  input: { watchFor: '1s', every: '3s' },
});

const voyages: readonly Voyage[] = [
  { ...to('stage'), name: 'stage', outcome: 'succeeded' },
  { ...to('stage'), name: 'stage-rejected', reject: 'test-on-stage', outcome: 'rolled-back' },
  { ...to('prod'), name: 'prod', after: 'stage', outcome: 'succeeded' },
  { ...to('prod'), name: 'prod-rejected', after: 'stage', reject: 'promote-to-full', outcome: 'rolled-back' },
];

export const balrog: Subject = {
  name: 'balrog',
  world: 'balrog',
  config: 'runbooks/practice/slipway.config.ts',
  moves: 'freely',
  voyages,
};
