/** What the harness calls a view that was not so. */
import { describe, expect, test } from '@jest/globals';
import { contradictions } from '../../bench/chaos/truth.ts';
import type { NodeState, NodeView, ReleaseView } from '../../src/workflows/view.ts';

const at = '2026-01-01T10:00:00.000Z';
const node = (state: NodeState, more: Partial<NodeView> = {}): NodeView => ({
  id: 'deploy',
  type: 'step',
  title: 'Deploy',
  depth: 0,
  state,
  startedAt: at,
  round: 1,
  ...more,
});

const view = (nodes: readonly NodeView[], more: Partial<ReleaseView> = {}): ReleaseView => ({
  id: 'release/shop/stage/1.0',
  runId: 'run',
  runbook: 'shop',
  environment: 'stage',
  version: '1.0',
  startedBy: 'maria',
  startedAt: at,
  phase: 'running',
  nodes,
  waiting: [],
  undo: [],
  audit: [],
  ...more,
});

const entry = { at, by: 'slipway', what: 'planned', says: 'Made the plan' };

describe('a view', () => {
  test.each<[NodeState, NodeState]>([
    ['pending', 'running'],
    ['running', 'waiting'],
    ['parked', 'running'],
    ['running', 'done'],
    ['done', 'undoing'],
    ['undoing', 'undone'],
  ])('may say %s and then %s', (first, then) => {
    expect(contradictions(view([node(first)]), view([node(then)]))).toEqual([]);
  });

  test.each<[NodeState, NodeState]>([
    ['running', 'pending'],
    ['done', 'running'],
    ['done', 'parked'],
    ['undone', 'done'],
    ['undone', 'undoing'],
  ])('never says %s and then %s', (first, then) => {
    expect(contradictions(view([node(first)]), view([node(then)]))).toEqual([
      `deploy was ${first} and became ${then}`,
    ]);
  });

  test('has no outcome before the end, and no success with something open', () => {
    const open = view([node('running')], { outcome: 'succeeded' });
    expect(contradictions(undefined, open)).toEqual([
      'an outcome (succeeded) while running',
      'succeeded, and deploy is running',
    ]);
  });

  test('never opens a release again, nor takes back a rollback, nor changes the plan', () => {
    const wrong = (last: Partial<ReleaseView>, next: Partial<ReleaseView>): string[] =>
      contradictions(view([], last), view([], next));
    expect(wrong({ phase: 'closed' }, { phase: 'running' })).toEqual(['closed became running']);
    expect(wrong({ phase: 'rolling-back' }, { phase: 'running' })).toEqual(['rolling back became running']);
    expect(wrong({ digest: 'a' }, { digest: 'b' })).toEqual(['another plan']);
  });

  test('keeps what the audit said, and its rounds', () => {
    const lost = (then: string) => [`the audit had ‘Made the plan’ of ${at}, then ${then}`];
    expect(contradictions(view([], { audit: [entry] }), view([], { audit: [] }))).toEqual(lost('nothing'));
    const other = { ...entry, says: 'Made another' };
    expect(contradictions(view([], { audit: [entry] }), view([], { audit: [other] }))).toEqual(
      lost(`‘Made another’ of ${at}`),
    );
    expect(
      contradictions(view([node('running', { round: 2 })]), view([node('running', { round: 1 })])),
    ).toEqual(['deploy was in round 2 and became 1']);
  });

  test('may date by seconds, not by minutes, what Temporal had to do again', () => {
    const begun = (seconds: string) =>
      view([node('done', { startedAt: `2026-01-01T10:00:${seconds}.000Z` })]);
    expect(contradictions(begun('00'), begun('03'))).toEqual([]);
    expect(contradictions(begun('00'), begun('30'))).toHaveLength(1);
  });
});
