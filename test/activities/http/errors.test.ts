/** How answers of HTTP systems become the two kinds of step errors. */
import { describe, expect, test } from '@jest/globals';
import { fatal } from '../../../src/activities/errors.ts';
import { connectionError, request, retryAfterMs, statusError } from '../../../src/activities/http/errors.ts';

const none = new Headers();
const signal = new AbortController().signal;

describe('errors of HTTP systems', () => {
  test.each([
    [400, 'refused', true],
    [401, 'permission-denied', true],
    [403, 'permission-denied', true],
    [404, 'not-found', true],
    [408, 'unavailable', false],
    [409, 'conflict', true],
    [422, 'refused', true],
    [429, 'rate-limited', false],
    [500, 'unavailable', false],
    [503, 'unavailable', false],
  ])('%i is %s', (status, type, nonRetryable) => {
    expect(statusError(status, none, 'look')).toMatchObject({ type, nonRetryable });
  });

  test.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['a date', { 'retry-after': 'Thu, 01 Jan 1970 00:01:00 GMT' }, 60_000],
    ['the time of a reset', { 'x-ratelimit-reset': '30' }, 30_000],
    ['nonsense', { 'retry-after': 'soon' }, undefined],
    ['nothing', {}, undefined],
  ])('the wait that a system asks for by %s is honoured', (_, headers, expected) => {
    expect(retryAfterMs(new Headers(headers as Record<string, string>), 0)).toBe(expected);
  });

  test('a 403 that says when to come back is a rate limit', () => {
    const error = statusError(403, new Headers({ 'retry-after': '2' }), 'look');
    expect(error).toMatchObject({ type: 'rate-limited', nextRetryDelay: 2000 });
  });

  test('what the system says is quoted, shortened', async () => {
    const send = async () => new Response(`no such\n thing ${'x'.repeat(1000)}`, { status: 404 });
    const error: unknown = await request('look for it', signal, send).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^Could not look for it: the answer was 404 \(no such thing x+\)\.$/),
    });
    expect(String(error).length).toBeLessThan(400);
  });

  test('an expected status is an answer', async () => {
    expect(
      (await request('look', signal, async () => new Response(null, { status: 404 }), [404])).status,
    ).toBe(404);
  });

  test('no answer is retried, a coded error stays what it is, an abort stays an abort', () => {
    const hidden = Object.assign(new Error('fetch failed'), { cause: new Error('connect ECONNREFUSED') });
    expect(connectionError(hidden, 'look', signal)).toMatchObject({
      type: 'unavailable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    const coded = fatal('refused', 'no');
    expect(connectionError(coded, 'look', signal)).toBe(coded);
    const reason = new Error('stopped');
    expect(connectionError(hidden, 'look', AbortSignal.abort(reason))).toBe(reason);
  });
});
