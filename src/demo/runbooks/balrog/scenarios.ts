/** What the demonstration of Balrog can show: how the world begins, what befalls it, how the releases end, and what must be seen then. */
import { balrogWorld } from '../../../practice/balrog/seed.ts';
import type { Scenario } from '../../demonstration.ts';
import { putBack } from '../../put-back.ts';
import { flakySystems } from './flaky-systems.ts';
import { adminFirst, appFirst, byEvidence, passedByEvidence } from './verify.ts';

export const scenarioNames = [
  'happy',
  'schema-additive',
  'schema-destructive',
  'bad-canary',
  'flaky-systems',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

const both = { stage: 'succeeded', prod: 'succeeded' } as const;
export const version = '3.111';

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  happy: {
    says: 'All goes well.',
    world: balrogWorld({}),
    faults: [],
    outcomes: both,
    shows: 'the odds of health let production’s canary pass, long before its time was over.',
    verify: passedByEvidence,
  },
  'schema-additive': {
    says: 'The new version adds a column: admin, whose deployment upgrades the schema, is through before app.',
    world: balrogWorld({ schema: 'additive' }),
    faults: [],
    outcomes: both,
    shows: 'admin went before app, in both plans and in the journal of what the systems received.',
    verify: adminFirst,
  },
  'schema-destructive': {
    says: 'The new version drops a column: app is through, on all pods, before admin takes it away.',
    world: balrogWorld({ schema: 'destructive' }),
    faults: [],
    outcomes: both,
    shows: 'app went before admin, in both plans and in the journal of what the systems received.',
    verify: appFirst,
  },
  'bad-canary': {
    says: 'In production the new version errs ten times as often, which is still next to never: the odds against chance bring it back.',
    world: balrogWorld({ badVersion: version }),
    faults: [],
    outcomes: { stage: 'succeeded', prod: 'rolled-back' },
    shows:
      'evidence of harm brought it back, not an alarm; and everything that is deployed is exactly what it was before.',
    verify: (end) => [...byEvidence(end), ...putBack(end)],
  },
  'flaky-systems': {
    says: 'Connections break, answers get lost after the effect, rates are limited, and Argo is at its most awkward.',
    world: balrogWorld({ argo: 'worst' }),
    faults: flakySystems,
    outcomes: both,
    verify: () => [],
  },
};
