/** What the demonstration is checked for: each check finds the wrong that it is there for. */
import { describe, expect, test } from '@jest/globals';
import { differences } from '../../src/demo/differences.ts';
import { judged } from '../../src/demo/judged.ts';
import type { ReleaseEnd } from '../../src/demo/release-end.ts';
import { scenarios } from '../../src/demo/scenarios.ts';
import { adminFirst, appFirst, comesBefore, putBack } from '../../src/demo/verify.ts';
import type { Outcome } from '../../src/workflows/view.ts';
import { parallel, sequence } from '../../src/runbook/builders.ts';
import { announce } from '../support/catalog.ts';
import { view } from '../support/release-view.ts';

const step = (id: string) => announce({ text: id }, { id });
const planOf = (...ids: readonly string[]) => ({
  format: 'slipway.plan/v1' as const,
  runbook: 'balrog',
  environment: 'stage',
  version: '3.111',
  input: {},
  facts: [],
  warnings: [],
  root: sequence('All', ids.map(step)).node,
});
const synced = (service: string) => ({
  at: '2026-03-01T12:00:00Z',
  system: 'kubernetes',
  effect: 'application.sync',
  target: `argocd/balrog-stage-${service}`,
  key: service,
});
const promoted = { ...synced('app'), effect: 'rollout.promote-full', target: 'balrog-stage/balrog-app' };

const end = (more: Partial<ReleaseEnd> = {}, outcome: Outcome = 'succeeded'): ReleaseEnd => ({
  environment: 'stage',
  view: view({ plan: planOf('admin-healthy', 'sync-app', 'app-healthy', 'sync-admin') }),
  result: { outcome, why: 'so it was', steps: [], outputs: {}, left: [] },
  effects: [synced('admin'), synced('app'), promoted],
  unmet: [],
  before: {},
  after: {},
  ...more,
});

describe('the order of admin and app', () => {
  test('is right when plan and journal have it', () => {
    expect(adminFirst(end())).toEqual([]);
    expect(appFirst(end({ effects: [synced('app'), promoted, synced('admin')] }))).toEqual([]);
  });

  test('is wrong when the journal has it the other way round, or not at all', () => {
    expect(adminFirst(end({ effects: [synced('app'), synced('admin')] }))).toHaveLength(1);
    expect(appFirst(end())).toHaveLength(1);
    expect(adminFirst(end({ effects: [] }))).toHaveLength(1);
  });

  test('is wrong when the plan leaves it open', () => {
    const root = parallel('Both', [step('admin-healthy'), step('sync-app')]).node;
    expect(adminFirst(end({ view: view({ plan: { ...planOf(), root } }) }))).toHaveLength(1);
    expect(comesBefore(root, 'admin-healthy', 'sync-app')).toBe(false);
  });

  test('is seen through nested nodes', () => {
    const root = sequence('All', [
      sequence('Admin', [step('a')]),
      parallel('Rest', [step('b'), step('c')]),
    ]).node;
    expect(comesBefore(root, 'a', 'c')).toBe(true);
    expect(comesBefore(root, 'c', 'a')).toBe(false);
    expect(comesBefore(root, 'a', 'absent')).toBe(false);
  });
});

describe('a world that should be as it was before', () => {
  const was = { rollouts: { app: { image: 'a:1', phase: 'Healthy' } } };

  test('is told where it differs', () => {
    const after = { rollouts: { app: { image: 'a:2', phase: 'Healthy' } }, more: 1 };
    expect(differences(was, after)).toEqual([
      'rollouts.app.image: "a:1" became "a:2"',
      'more: nothing became 1',
    ]);
    expect(putBack(end({ before: was, after }, 'rolled-back'))).toHaveLength(2);
  });

  test('may have its parts in another order', () => {
    expect(differences({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
  });
});

describe('the judgement of a scenario', () => {
  const demo = { by: 'demo' } as const;

  test('names an outcome that is not the scenario’s, and a release that was never begun', () => {
    expect(judged(scenarios['bad-canary'], [end({}, 'aborted')], 0, demo).problems).toEqual([
      'stage: ended aborted, not succeeded: so it was',
      'prod: was not released to',
    ]);
  });

  test('leaves a person free to end it otherwise', () => {
    expect(
      judged(scenarios.happy, [end({}, 'not-started')], 0, { by: 'person', login: 'sam' }).problems,
    ).toEqual([]);
  });

  test('names effects that happened twice', () => {
    const both = [end(), end({ environment: 'prod' })];
    expect(judged(scenarios.happy, both, 2, demo).problems).toEqual(['2 effects happened twice']);
  });
});
