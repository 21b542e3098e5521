import { describe, expect, test } from '@jest/globals';
import { plain } from '../../../src/client/views/paint.ts';
import { releaseLines } from '../../../src/client/views/release.ts';
import { treeLines } from '../../../src/client/views/tree.ts';
import { whom } from '../../../src/client/views/waiting.ts';
import type { SequenceNode } from '../../../src/runbook/plan.ts';
import { at, node, noon, view } from '../../support/release-view.ts';

const tree = (more = {}): string[] => treeLines(view(more), noon, plain).map(({ text }) => text);
const all = (more = {}): string => releaseLines(view(more), noon, plain).join('\n');

describe('the tree of a release', () => {
  test('tells what is done and how long it took, and leaves the outermost sequence to the heading', () => {
    expect(tree()[0]).toBe('  ✔ Do tag (tag) 1m 30s');
  });

  test('shows the error and the remedy under a parked step, and that it is a later round', () => {
    expect(tree().slice(1, 4)).toEqual([
      '  ! Do sync (sync) 6m 40s, round 2',
      '    The controller refused',
      '    Remedy: Mend it.',
    ]);
  });

  test('shows how far a soak has come', () => {
    expect(tree()[5]).toBe('    ━━━━━━━━━━──────────  50 %, 1m left');
  });

  test('names whom a gate waits for, without those who have approved', () => {
    expect(tree()[6]).toBe('  ? Do judge (judge) 30s, waits for bob, carol since 30s');
  });

  test('forgets an error once the step is done', () => {
    const error = { code: 'refused', message: 'once', remedy: 'was' } as const;
    expect(tree({ nodes: [node('sync', 'done', { error })] })).toEqual(['  ✔ Do sync (sync)']);
  });

  test('marks the lines in which something goes on', () => {
    const active = treeLines(view(), noon, plain).filter((line) => line.active).length;
    expect(active).toBe(3 + 2 + 1);
  });
});

describe('a whole release', () => {
  test('says what is asked, by whom, until when, and the command that answers', () => {
    const text = all();
    for (const part of [
      'Waits for an answer: Do judge (judge)',
      'Look at the graphs.',
      '• Error rate: 0.1 %',
      'What did you see? [--answer why=<text>]',
      'bob, carol; not dave, who started it',
      'Approved by alice: calm',
      'In 59m 30s it counts as rejected.',
      'slipway approve balrog/stage/3.111 judge',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('says what a rollback would do now, and what would stay', () => {
    const plan = {
      format: 'slipway.plan/v1',
      runbook: 'balrog',
      environment: 'stage',
      version: '3.111',
    } as const;
    const root = { type: 'sequence', id: 'root', title: 'All', nodes: [] } satisfies SequenceNode;
    const planned = { plan: { ...plan, input: {}, facts: [], warnings: [], root } };
    expect(all(planned)).toContain(
      'A rollback would now\n  ↩ undo ‘Do tag’ (tag)\n  ✖ stays: ‘Tell all’ (note): people have read it',
    );
    expect(all({ ...planned, undo: [] })).toContain('A rollback would now\n  Nothing:');
  });

  test('ends with its outcome and why', () => {
    const text = all({
      phase: 'closed',
      outcome: 'rolled-back',
      why: 'bob ordered it',
      endedAt: at(0),
      waiting: [],
    });
    expect(text).toMatch(
      /^release\/balrog\/stage\/3\.111 {2}rolled-back {2}10m, started by dave\nbob ordered it\n/,
    );
    expect(text).not.toContain('A rollback would now');
  });

  test('counts a quorum', () => {
    const [wait] = view().waiting;
    expect(wait && whom({ ...wait, approvals: [] }, 'dave')).toBe('2 of alice, bob, carol');
  });

  test('takes what steers a terminal out of whatever a release says', () => {
    const text = all({
      nodes: [node('evil', 'running', { title: 'a\u001b[31mb\u001b]0;t\u0007c\r\u009b2Jd\u202ee' })],
      startedBy: 'x\u001b[2J',
    });
    // eslint-disable-next-line no-control-regex -- this is what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(text).toContain('abcde');
  });
});
