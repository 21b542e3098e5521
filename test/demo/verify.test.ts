/** What the demonstration is checked for: each check finds the wrong that it is there for. */
import { describe, expect, test } from '@jest/globals';
import { differences } from '../../src/demo/differences.ts';
import { judged } from '../../src/demo/judged.ts';
import { shownOnGithub } from '../../src/demo/on-github.ts';
import { balrogOnBoard } from '../../src/demo/runbooks/balrog/on-board.ts';
import type { Board } from '../../src/environment/board.ts';
import type { AtTheEnd } from '../../src/demo/judged.ts';
import type { ReleaseEnd } from '../../src/demo/release-end.ts';
import { scenarios } from '../../src/demo/runbooks/balrog/scenarios.ts';
import {
  adminFirst,
  appFirst,
  byEvidence,
  comesBefore,
  passedByEvidence,
} from '../../src/demo/runbooks/balrog/verify.ts';
import { putBack } from '../../src/demo/put-back.ts';
import type { Outcome } from '../../src/workflows/view.ts';
import { parallel, sequence } from '../../src/runbook/builders.ts';
import { announce } from '../support/catalog.ts';
import { evidence } from '../support/evidence.ts';
import { node, view } from '../support/release-view.ts';

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
  seen: [],
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

describe('a canary that was judged', () => {
  const judgedBy = (more: Parameters<typeof evidence>[0], why: string, outcome: Outcome): ReleaseEnd => ({
    ...end({ environment: 'prod' }),
    view: view({ nodes: [node('soak', 'failed', { evidence: [evidence(more)] })] }),
    result: { outcome, why, steps: [], outputs: {}, left: [] },
  });
  const says =
    'errors: 41 of 3,010 on the canary, 9 of 9,000 on the baseline; 14 times the rate; odds 412 to 1 against chance';
  const harmful = { verdict: 'fail', harm: 412, failsAt: 100, says } as const;

  test('was rolled back by evidence where its odds are the reason', () => {
    expect(byEvidence(judgedBy(harmful, `‘Soak’: App: ${says}`, 'rolled-back'))).toEqual([]);
  });

  test.each([
    ['an alarm', harmful, 'the canary failed 50 % or more of its requests in 2 ticks running'],
    ['a person', harmful, 'rejected by maria'],
    ['odds that do not suffice', { ...harmful, harm: 99 }, says],
    ['another verdict', { ...harmful, verdict: 'inconclusive' }, says],
  ] as const)('was not where it was %s', (_, more, why) => {
    expect(byEvidence(judgedBy(more, why, 'rolled-back'))).toHaveLength(1);
  });

  test('was not where an alarm says its odds, too', () => {
    const alarm = `the canary failed 50 % or more of its requests in 2 ticks running; ${says}`;
    expect(byEvidence(judgedBy({ ...harmful, says: alarm }, alarm, 'rolled-back'))).toHaveLength(1);
  });

  test('has passed by evidence where its odds of health reached what they must', () => {
    const healthy = { verdict: 'pass', health: 40, passesAt: 33 } as const;
    expect(passedByEvidence(judgedBy(healthy, '', 'succeeded'))).toEqual([]);
    expect(passedByEvidence(judgedBy({ ...healthy, health: 20 }, '', 'succeeded'))).toHaveLength(1);
    expect(passedByEvidence(judgedBy({ ...healthy, verdict: 'continue' }, '', 'succeeded'))).toHaveLength(1);
  });
});

describe('the judgement of a scenario', () => {
  const demo = { by: 'demo' } as const;
  const atTheEnd = (more: Partial<AtTheEnd> = {}): AtTheEnd => ({
    duplicates: 0,
    board: { at: '2026-11-21T12:00:00Z', environments: [] },
    onBoard: [],
    ...more,
  });

  test('names where the board is not what the world has, and says so only then', () => {
    const both = [end(), end({ environment: 'prod' })];
    const wrong = 'the board says admin 3.110 is in stage, the cluster has v3.111';
    const found = judged(scenarios['flaky-systems'], both, atTheEnd({ onBoard: [wrong] }), demo);
    expect([found.problems, found.checked]).toEqual([[wrong], []]);
    expect(judged(scenarios['flaky-systems'], both, atTheEnd(), demo).checked).toEqual([
      'the board says what the practised systems run.',
    ]);
  });

  test('names an outcome that is not the scenario’s, and a release that was never begun', () => {
    expect(judged(scenarios['bad-canary'], [end({}, 'aborted')], atTheEnd(), demo).problems).toEqual([
      'stage: ended aborted, not succeeded: so it was',
      'prod: was not released to',
    ]);
  });

  test('leaves a person free to end it otherwise', () => {
    expect(
      judged(scenarios.happy, [end({}, 'not-started')], atTheEnd(), { by: 'person', login: 'sam' }).problems,
    ).toEqual([]);
  });

  test('names effects that happened twice', () => {
    const both = [end(), end({ environment: 'prod' })];
    expect(judged(scenarios['flaky-systems'], both, atTheEnd({ duplicates: 2 }), demo).problems).toEqual([
      '2 effects happened twice',
    ]);
  });
});

describe('the board at the end', () => {
  const workload = (tag: string) => ({
    image: `webservices/balrog:${tag}`,
    stable: `webservices/balrog:${tag}`,
  });
  const snapshot = {
    kubernetes: {
      deployments: {
        'balrog-stage/balrog-admin': workload('v3.111'),
        'balrog-stage/balrog-agent': workload('v3.110'),
      },
      rollouts: { 'balrog-stage/balrog-app': workload('v3.111') },
    },
  };
  const board = (
    ...services: readonly (readonly [name: string, version: string, commit?: string])[]
  ): Board => ({
    at: '2026-11-21T12:00:00Z',
    environments: [
      {
        name: 'stage',
        title: 'Stage',
        services: services.map(([name, version, commit = null]) => ({
          ...{ name, version, digest: null, commit, repository: null, since: '2026-11-21T12:00:00Z' },
          ...{ release: 'release/balrog/stage/3.111', by: 'maria', why: 'x', replaced: null },
          drift: { state: 'none', says: '' },
        })),
        ...{ holder: null, queue: [], freezes: [], holds: [], closed: null, problem: null },
      },
    ],
  });

  test('is held against what the cluster runs; what is not on it must run what ran at first', () => {
    expect(balrogOnBoard(board(['admin', '3.111'], ['public', '3.111']), snapshot, '3.110')).toEqual([]);
    expect(balrogOnBoard(board(['admin', '3.110'], ['public', '3.111']), snapshot, '3.110')).toEqual([
      'the board says admin 3.110 is in stage, the cluster has v3.111',
    ]);
    expect(balrogOnBoard(board(['admin', '3.111']), snapshot, '3.110')).toHaveLength(1);
  });

  const repository = 'mozilla-releng/balrog';
  const github = (deployed: Readonly<Record<string, string>>) => ({
    github: { repositories: { [repository]: { deployed } } },
  });
  const of = { repository, services: ['admin', 'public'] };
  const both = board(['admin', '3.111', 'new'], ['public', '3.111', 'new']);
  const half = board(['admin', '3.111', 'new'], ['public', '3.110', 'old']);

  test.each([
    ['what all services have', both, 'new', []],
    ['what was there before', both, 'old', ['GitHub shows old in stage, the board says new']],
    ['nothing of it', both, undefined, ['GitHub shows nothing in stage, the board says new']],
    ['still what was taken back', board(), 'new', ['GitHub shows new in stage, the board says nothing']],
    ['nothing where nothing is', board(), undefined, []],
    ['one of two commits', half, 'old', []],
    ['neither of two', half, 'other', ['GitHub shows other in stage, the board says new, old']],
  ] as const)('is held against what GitHub shows: %s', (_, on, shown, wrong) => {
    expect(shownOnGithub(on, github(shown === undefined ? {} : { stage: shown }), of)).toEqual(wrong);
  });
});
