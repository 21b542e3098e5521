/** Held versions: which of them keep a release out, and which one is meant by whoever lifts it. */
import { describe, expect, test } from '@jest/globals';
import { holdOn, meant } from '../../src/environment/holds.ts';
import type { HoldView } from '../../src/environment/view.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';
const hold = (version?: string): HoldView => ({
  by: 'kim',
  at: '2026-11-22T12:00:00Z',
  reason: 'loses rows',
  runbook: 'shop',
  version,
});
const keepsOut = (held: string, ...versions: string[]) =>
  holdOn([hold(held)], { runbook: 'shop', versions }) !== undefined;

describe('a commit is held', () => {
  test.each([
    [commit.slice(0, 7), commit],
    [commit.slice(0, 7), commit.slice(0, 12)],
    [commit.slice(0, 12), commit.slice(0, 7)],
    [commit, commit.slice(0, 12)],
  ])('as %s where %s comes', (held, comes) => expect(keepsOut(held, comes)).toBe(true));

  test('by whichever name of several', () =>
    expect(keepsOut(commit, '3.111', commit.slice(0, 12))).toBe(true));

  test.each([
    ['0123456', '0123457aaaaa'],
    // Too short for a commit, or none at all.
    ['012345', commit],
    ['3.11', '3.111'],
    ['v1.2.3', 'v1.2.3-rc.1'],
  ])('not as %s where %s comes', (held, comes) => expect(keepsOut(held, comes)).toBe(false));

  test('as it is written alone, for environments that began before', () => {
    const coming = { runbook: 'shop', versions: [commit] };
    expect(holdOn([hold(commit.slice(0, 7))], coming, 'as-written')).toBeUndefined();
    expect(holdOn([hold(commit)], coming, 'as-written')).toBeDefined();
  });
});

describe('whoever lifts a hold means', () => {
  const seven = hold(commit.slice(0, 7));
  const all = hold();

  test('the very one, where there is one', () => {
    const twelve = hold(commit.slice(0, 12));
    expect(meant([seven, twelve], twelve)).toEqual([twelve]);
  });

  test('else those of the commit', () => {
    expect(meant([seven, all, hold('3.1')], { runbook: 'shop', version: commit })).toEqual([seven]);
    expect(meant([seven], { runbook: 'other', version: commit })).toEqual([]);
  });

  test('no version by naming none', () => expect(meant([seven, all], { runbook: 'shop' })).toEqual([all]));
});
