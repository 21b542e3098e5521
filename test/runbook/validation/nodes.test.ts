import { describe, expect, test } from '@jest/globals';
import { gate, release, soak } from '../../../src/runbook/builders.ts';
import type { BuiltNode } from '../../../src/runbook/built.ts';
import type { Audience } from '../../../src/runbook/plan.ts';
import { against, announce, build, compare, rate, sync } from '../../support/catalog.ts';
import { problemsIn, wild } from '../../support/problems-of.ts';

const releng: Audience = { roles: ['releng'], people: ['ann', 'bob'] };
const nobody: Audience = { roles: ['sre'], people: [] };
const image = build({ source: 'main' }, { id: 'image' });

describe('an input', () => {
  test('is held against the step’s schema everywhere but at references', () => {
    const bad = sync({
      revision: image.output.digest,
      replicas: 1.5,
      extra: 1,
      target: { cluster: wild('image.digest'), namespace: 3 },
    } as never);
    expect(problemsIn([image, bad]).sort()).toEqual([
      expect.stringMatching(/^root\.nodes\[1\]\.input\.extra: is not known here$/),
      expect.stringMatching(/^root\.nodes\[1\]\.input\.replicas: .*int/),
      expect.stringMatching(/^root\.nodes\[1\]\.input\.target: fits no allowed form: .*namespace/),
    ]);
  });

  test('of a union is fine if one form minds nothing but the reference', () => {
    expect(problemsIn([image, sync({ revision: 'x', target: { cluster: image.output.digest } })])).toEqual(
      [],
    );
  });

  test('of a child release needs environment and version', () => {
    const child = release('Child', {
      runbook: 'child',
      input: { environment: 'stage', version: image.output.bytes as never },
    });
    expect(problemsIn([image, child])).toEqual([
      expect.stringMatching(/^root\.nodes\[1\]\.input\.version: .*wanted is a string/),
    ]);
  });
});

describe('steps and runbooks must exist', () => {
  test('an unknown step, check and runbook are refused', () => {
    const step: BuiltNode = { node: { ...image.node, kind: 'image.biuld' } };
    const checks = [{ ...rate({ query: 'x' }, { max: 1 }), kind: 'metric.rat' }];
    const child = release('Child', { runbook: 'chidl', input: { environment: 'stage', version: '1' } });
    expect(
      problemsIn([step, soak('Wait', { for: '1m', checks, ask: { approvers: releng } }), child], {
        runbooks: ['child'],
      }),
    ).toEqual([
      "root.nodes[0].kind: there is no step 'image.biuld'",
      "root.nodes[1].checks[0].kind: there is no check 'metric.rat'",
      "root.nodes[2].runbook: there is no runbook 'chidl'",
    ]);
  });

  test('a plan can’t say of a step that it may be undone when it may not', () => {
    const step: BuiltNode = { node: { ...announce({ text: 'x' }).node, effect: { type: 'undoable' } } };
    expect(problemsIn([step])).toEqual([expect.stringMatching(/^root\.nodes\[0\]\.effect: /)]);
  });
});

describe('people must be able to answer', () => {
  const ask = (more: object) =>
    problemsIn([gate('Sure?', { instructions: 'x', approvers: releng, ...more })], { starter: 'ann' });

  test('a quorum that the eligible can reach is fine', () => {
    expect(ask({ quorum: 2 })).toEqual([]);
    expect(ask({ notStarter: true })).toEqual([]);
  });

  test.each([
    ['a role without people', { approvers: nobody }],
    ['no approvers named', { approvers: { roles: [], people: [] } }],
    ['a quorum above their number', { quorum: 3 }],
    ['the same person named twice', { approvers: { roles: [], people: ['bob', 'bob'] }, quorum: 2 }],
    [
      'four eyes where only the starter is left',
      { approvers: { roles: [], people: ['ann'] }, notStarter: true },
    ],
    ['four eyes and a quorum of all', { quorum: 2, notStarter: true }],
  ])('%s is refused', (_, more) => {
    expect(ask(more)).toEqual([expect.stringMatching(/^root\.nodes\[0\]\.ask\.approvers: /)]);
  });

  test('a soak that somebody can answer for is fine, one without people is not', () => {
    const checks = [rate({ query: 'x' }, { max: 1 })];
    const soaking = (approvers: Audience) =>
      problemsIn([soak('Wait', { for: '1m', checks, ask: { approvers } })]);
    expect(soaking(releng)).toEqual([]);
    expect(soaking(nobody)).toEqual([expect.stringMatching(/^root\.nodes\[0\]\.ask\.approvers: /)]);
  });

  test('a reminder must reach somebody', () => {
    expect(ask({ reminders: [{ after: '1h', to: nobody }] })).toEqual([
      expect.stringMatching(/^root\.nodes\[0\]\.ask\.reminders\[0\]\.to: would remind nobody/),
    ]);
  });

  test('a choice is offered once', () => {
    const questions = { where: { type: 'choice', title: 'Where?', choices: ['a', 'b', 'a'] } };
    expect(ask({ questions })).toEqual(['root.nodes[0].ask.questions[0].choices[2]: offers "a" twice']);
  });
});

describe('checks must be able to fail', () => {
  const watch = (checks: Parameters<typeof soak>[1]['checks'], interval = '30s') =>
    problemsIn([soak('Wait', { for: '10m', interval, checks, ask: { approvers: releng } })]);

  test('one without bounds, one whose bounds exclude each other, two of one id', () => {
    const open = rate({ query: 'x' }, { id: 'a' });
    const shut = rate({ query: 'x' }, { id: 'a', min: 2, max: 1 });
    expect(watch([open, shut])).toEqual([
      expect.stringContaining("checks[1].id: there is a check 'a' here already"),
      expect.stringContaining('checks[0]: has no bound'),
      expect.stringContaining('checks[1]: no sample is at least 2 and at most 1'),
    ]);
  });

  test('an interval of nothing would look without end', () => {
    expect(watch([rate({ query: 'x' }, { max: 1 })], '0s')).toEqual([
      expect.stringContaining('interval: must be longer'),
    ]);
  });

  test('each is judged in its own way, and in no other', () => {
    const { judge, ...unjudged } = compare({ query: 'x' }, { id: 'a' });
    const bounded = { ...compare({ query: 'x' }, { id: 'b' }), max: 1 };
    const misjudged = {
      ...rate({ query: 'x' }, { id: 'c', max: 1 }),
      ...(judge === undefined ? {} : { judge }),
    };
    const { past, ...unpast } = against({ query: 'x' }, { id: 'd' });
    const unsaid = { ...unpast, id: 'e', ...(judge === undefined ? {} : { judge }) };
    expect(past).toEqual({ watch: 'both', tolerance: 0.3, falseAlarm: 0.01 });
    expect(watch([unjudged, bounded, misjudged, unpast, unsaid])).toEqual([
      expect.stringContaining('checks[0]: compares with a baseline, so it takes `judge` and no bounds'),
      expect.stringContaining('checks[1]: compares with a baseline'),
      expect.stringContaining('checks[2].judge: is nothing to judge this check by'),
      expect.stringContaining('checks[3]: compares with its own past, so it takes `past` and no bounds'),
      expect.stringContaining('checks[4].judge: is nothing to judge this check by'),
    ]);
  });

  test('where all are only reported, nothing could fail', () => {
    expect(watch([rate({ query: 'x' }, { max: 1, shadow: true })])).toEqual([
      expect.stringContaining('checks: all of these are only reported'),
    ]);
  });

  test('the least time of a soak is no longer than the soak', () => {
    const checks = [compare({ query: 'x' })];
    expect(
      problemsIn([soak('Wait', { for: '10m', minimum: '11m', checks, ask: { approvers: releng } })]),
    ).toEqual([expect.stringContaining('minimum: is longer than the soak itself')]);
  });
});
