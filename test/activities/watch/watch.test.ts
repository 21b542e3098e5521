import { afterEach, describe, expect, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { WatchCall, WatchReply } from '../../../src/activities/calls.ts';
import type { Clients } from '../../../src/activities/clients.ts';
import { watchActivity } from '../../../src/activities/watch/watch.ts';
import type { Check } from '../../../src/runbook/plan.ts';
import { arms, gauge } from '../../support/test-checks.ts';
import { testWorld } from '../../support/test-world.ts';

const minute = 60_000;
const hour = 60 * minute;

const run = watchActivity(
  {
    checks: new Map([[gauge.definition.kind, gauge.definition]]),
    comparisons: new Map([[arms.definition.kind, arms.definition]]),
  },
  { clientsFor: () => ({}) as Clients, scrub: (text) => text },
);

/** A watch that began in the past: all that happened since is read at its first look. */
function watch(
  checks: readonly Check[],
  {
    ago = 6 * hour,
    lasts = 24 * hour,
    ...overrides
  }: Partial<WatchCall> & { ago?: number; lasts?: number } = {},
  heartbeatDetails?: unknown,
): { readonly reply: Promise<WatchReply>; readonly beats: unknown[]; stop(): void } {
  const since = Date.now() - ago;
  const environment = new MockActivityEnvironment({
    ...(heartbeatDetails === undefined ? {} : { heartbeatDetails }),
  });
  const beats: unknown[] = [];
  environment.on('heartbeat', (details: unknown) => beats.push(details));
  const call: WatchCall = {
    release: { id: 'r', runbook: 'r', environment: 'e', version: '1' } as WatchCall['release'],
    checks,
    interval: 30_000,
    since,
    until: since + lasts,
    acknowledged: [],
    ...overrides,
  };
  return { reply: environment.run(run, call), beats, stop: () => environment.cancel() };
}

const compared = (options = {}): Check => arms({ name: 'web' }, { id: 'web', ...options });
const good = { requests: 50, canary: 0.005, baseline: 0.005 };

afterEach(() => testWorld.clear());

describe('a watch of a canary and its baseline', () => {
  test('passes before its time once health is shown', async () => {
    testWorld.arms.set('web', good);
    const { reply } = watch([compared()], { passEarly: {} });
    expect(await reply).toMatchObject({
      verdict: 'pass',
      says: expect.stringMatching(/^Arms of web: errors: .* odds .* to 1 against being 1\.5 times as bad$/),
    });
  });

  test('does not pass before the least time that the soak asks for', async () => {
    testWorld.arms.set('web', good);
    const watching = watch([compared()], { passEarly: { minimum: 7 * hour } });
    const first = await Promise.race([watching.reply, new Promise((resolve) => setTimeout(resolve, 300))]);
    expect(first).toBeUndefined();
    watching.stop();
    await expect(watching.reply).rejects.toThrow();
  });

  test('does not pass early while a threshold has no data', async () => {
    testWorld.arms.set('web', good);
    const dark = gauge({ name: 'none' }, { max: 1, inconclusiveLimit: 10 });
    const watching = watch([compared(), dark], { passEarly: {} });
    const first = await Promise.race([watching.reply, new Promise((resolve) => setTimeout(resolve, 300))]);
    expect(first).toBeUndefined();
    watching.stop();
    await expect(watching.reply).rejects.toThrow();
  });

  test('fails by the odds, and says them', async () => {
    testWorld.arms.set('web', { ...good, canary: 0.02 });
    const { reply } = watch([compared()]);
    expect(await reply).toMatchObject({
      verdict: 'fail',
      says: expect.stringMatching(/4 times the rate; odds .* to 1 against chance/),
    });
  });

  test('tolerates what the runbook tolerates', async () => {
    testWorld.arms.set('web', { ...good, canary: 0.02 });
    const { reply } = watch([compared({ tolerance: 4, margin: 4 })], { lasts: 5 * hour });
    expect((await reply).verdict).toBe('pass');
  });

  test('is inconclusive when its time is over and half of it had no data', async () => {
    const { reply } = watch([compared({ inconclusiveLimit: 10_000 })], { lasts: 5 * hour });
    expect(await reply).toMatchObject({
      verdict: 'inconclusive',
      says: expect.stringContaining('usable data'),
    });
  });

  test('goes on on another worker from what the last one had judged, and comes to the same end', async () => {
    testWorld.arms.set('web', { ...good, canary: 0.0055 });
    const first = watch([compared()]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    first.stop();
    await expect(first.reply).rejects.toThrow();
    const memory = first.beats.at(-1) as { compared: { web: { until: number } } };
    expect(memory.compared.web.until * 1000).toBeGreaterThan(Date.now() - minute);

    // What it was before is not read again: a source that tells otherwise now changes nothing.
    testWorld.arms.set('web', { ...good, canary: 0.5 });
    const second = watch([compared()], {}, JSON.parse(JSON.stringify(memory)));
    await new Promise((resolve) => setTimeout(resolve, 300));
    second.stop();
    await expect(second.reply).rejects.toThrow();
    const again = second.beats.at(-1) as typeof memory;
    expect(again.compared.web).toMatchObject({ until: memory.compared.web.until });
  });
});
