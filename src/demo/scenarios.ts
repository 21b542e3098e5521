/** What the demonstration can show: how the world begins, what befalls it, how the releases end, and what must be seen then. */
import type { BalrogOptions } from '../practice/balrog/options.ts';
import type { Fault } from '../practice/faults.ts';
import type { Outcome } from '../workflows/view.ts';
import { flakySystems } from './flaky-systems.ts';
import type { ReleaseEnd } from './release-end.ts';
import { adminFirst, appFirst, putBack } from './verify.ts';

export interface Scenario {
  readonly says: string;
  readonly world: BalrogOptions;
  /** Asked of the world before each release. */
  readonly faults: readonly Omit<Fault, 'times'>[];
  readonly outcomes: { readonly stage: Outcome; readonly prod: Outcome };
  /** What `verify` makes sure of, in words; absent where the outcomes say all. */
  readonly shows?: string;
  /** What is wrong with how a release went, besides its outcome. */
  verify(end: ReleaseEnd): readonly string[];
}

export const scenarioNames = [
  'happy',
  'schema-additive',
  'schema-destructive',
  'bad-canary',
  'flaky-systems',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

const both = { stage: 'succeeded', prod: 'succeeded' } as const;
const version = '3.111';

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  happy: {
    says: 'All goes well.',
    world: {},
    faults: [],
    outcomes: both,
    verify: () => [],
  },
  'schema-additive': {
    says: 'The new version adds a column: admin, whose deployment upgrades the schema, is through before app.',
    world: { schema: 'additive' },
    faults: [],
    outcomes: both,
    shows: 'admin went before app, in both plans and in the journal of what the systems received.',
    verify: adminFirst,
  },
  'schema-destructive': {
    says: 'The new version drops a column: app is through, on all pods, before admin takes it away.',
    world: { schema: 'destructive' },
    faults: [],
    outcomes: both,
    shows: 'app went before admin, in both plans and in the journal of what the systems received.',
    verify: appFirst,
  },
  'bad-canary': {
    says: 'The new version works on stage and errs in production: what is seen of its canary brings it back.',
    world: { badVersion: version },
    faults: [],
    outcomes: { stage: 'succeeded', prod: 'rolled-back' },
    shows: 'after the rollback everything that is deployed is exactly what it was before.',
    verify: putBack,
  },
  'flaky-systems': {
    says: 'Connections break, answers get lost after the effect, rates are limited, and Argo is at its most awkward.',
    world: { argo: 'worst' },
    faults: flakySystems,
    outcomes: both,
    verify: () => [],
  },
};
