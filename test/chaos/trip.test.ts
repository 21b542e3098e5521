/** How the harness knows the place at which it strikes. */
import { describe, expect, test } from '@jest/globals';
import type { RequestEvent } from '../../bench/chaos/event.ts';
import { tripOf } from '../../bench/chaos/trip.ts';

const by = { pid: 1, phase: 'act', key: 'sw-1', release: null, node: null, attempt: 1 };
const request = (
  path: string,
  side: RequestEvent['side'],
  does: RequestEvent['does'] = 'change',
): RequestEvent => ({ type: 'request', at: 0, by, method: 'POST', path, does, side });

const trip = (side: RequestEvent['side'], nth: number) =>
  tripOf({ at: 'request', node: 'deploy', phase: 'act', does: 'change', nth, side }, () => 'deploy');

describe('a place', () => {
  test('before the second change lets the first one and all reads pass', () => {
    const reached = trip('before', 2);
    const events = [request('/a', 'before'), request('/r', 'before', 'read'), request('/a', 'after')];
    expect(events.map(reached)).toEqual([false, false, false]);
    expect(reached(request('/b', 'before'))).toBe(true);
  });

  test('after a change is its own reply, though another request went out meanwhile', () => {
    const reached = trip('after', 1);
    const events = [request('/a', 'before'), request('/b', 'before'), request('/b', 'after')];
    expect(events.map(reached)).toEqual([false, false, false]);
    expect(reached(request('/a', 'after'))).toBe(true);
  });

  test('is in no other node', () => {
    const other = tripOf(
      { at: 'request', node: 'deploy', phase: 'act', does: 'change', nth: 1, side: 'before' },
      () => 'notice',
    );
    expect(other(request('/a', 'before'))).toBe(false);
  });
});
