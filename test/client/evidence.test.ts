import { describe, expect, test } from '@jest/globals';
import { beatIn, evidenceIn } from '../../src/client/evidence.ts';
import { withBeats } from '../../src/client/live-evidence.ts';
import type { Check, PlanNode } from '../../src/runbook/plan.ts';
import type { ReleaseView } from '../../src/workflows/view.ts';
import { evidence, pastEvidence } from '../support/evidence.ts';
import { ask, node, view } from '../support/release-view.ts';
import { arms, gauge } from '../support/test-checks.ts';

describe('evidence from a worker', () => {
  test('comes through JSON as it was, odds beyond all numbers included', () => {
    const sent = [evidence({ harm: Infinity })];
    expect(evidenceIn(JSON.parse(JSON.stringify(sent)))).toEqual(sent);
  });

  test('that can’t be read is left out', () => {
    expect(evidenceIn([{ ...evidence(), verdict: 'splendid' }])).toBeUndefined();
    expect(evidenceIn(undefined)).toBeUndefined();
    expect(beatIn({ shown: [evidence()] })).toBeUndefined();
  });

  test('in a heartbeat takes its series from what the watch remembers, and says of which node it is', () => {
    const { series, ...shown } = evidence();
    const compared = { errors: { series: { points: series }, until: 1 } };
    expect(beatIn({ node: 'soak', tallies: {}, compared, shown: [shown] })).toEqual({
      node: 'soak',
      evidence: [evidence()],
    });
    const { series: points, ...traffic } = pastEvidence();
    const recalled = { traffic: { series: { points } } };
    expect(beatIn({ node: 'soak', compared, recalled, shown: [shown, traffic] })?.evidence).toEqual([
      evidence(),
      pastEvidence(),
    ]);
  });
});

const errors = arms({ name: 'web' }, { id: 'errors' });
const queue = gauge({ name: 'queue' }, { id: 'queue', max: 1 });
const soak = (id: string, checks: readonly Check[]): PlanNode => ({
  type: 'soak',
  id,
  title: id,
  for: '1h',
  interval: '30s',
  checks: [...checks],
  ask,
  onFail: 'ask',
});
const released = (nodes: PlanNode[]): ReleaseView => {
  const root: PlanNode = { type: 'parallel', id: 'root', title: 'All', nodes };
  const plan = { format: 'slipway.plan/v1', runbook: 'r', environment: 'e', version: '1' } as const;
  return view({
    plan: { ...plan, input: {}, facts: [], warnings: [], root },
    nodes: nodes.map(({ id, type }) => node(id, id.startsWith('past') ? 'done' : 'running', { type })),
  });
};
const shownBy = (release: ReleaseView, of: string): string[] =>
  withBeats(release, [{ node: of, evidence: [evidence()] }])
    .nodes.filter((one) => one.evidence !== undefined)
    .map(({ id }) => id);

describe('what a heartbeat says', () => {
  test('stands at its own node, though another has the same checks', () => {
    const release = released([soak('one', [errors]), soak('two', [errors]), soak('three', [queue])]);
    expect(shownBy(release, 'one')).toEqual(['one']);
    expect(shownBy(release, 'two')).toEqual(['two']);
  });

  test('stands nowhere once its node runs no more', () => {
    expect(shownBy(released([soak('past', [errors]), soak('one', [errors])]), 'past')).toEqual([]);
  });
});
