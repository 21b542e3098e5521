import { afterEach, describe, expect, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { WatchCall, WatchReply } from '../../../src/activities/calls.ts';
import type { Clients } from '../../../src/activities/clients.ts';
import type { Calibrate } from '../../../src/activities/watch/calibration.ts';
import { watchActivity } from '../../../src/activities/watch/watch.ts';
import { createCalibration } from '../../../src/worker/calibration/pool.ts';
import type { Check } from '../../../src/runbook/plan.ts';
import { arms, gauge } from '../../support/test-checks.ts';
import { eventually } from '../../support/eventually.ts';
import { testWorld } from '../../support/test-world.ts';

const minute = 60_000;
const hour = 60 * minute;

const runWith = (calibrate: Calibrate) =>
  watchActivity(
    {
      checks: new Map([[gauge.definition.kind, gauge.definition]]),
      comparisons: new Map([[arms.definition.kind, arms.definition]]),
      pasts: new Map(),
      issues: new Map(),
    },
    { clientsFor: () => ({}) as Clients, scrub: (text) => text, calibrate },
  );
const onThread = createCalibration(1);

interface Beat {
  readonly node: string;
  readonly compared: Readonly<
    Record<string, { readonly until: number; readonly calibration: { readonly calibrated: boolean } }>
  >;
}

/** A watch that began in the past: all that happened since is read at its first look. */
function watch(
  checks: readonly Check[],
  {
    ago = 6 * hour,
    lasts = 24 * hour,
    calibrate = onThread,
    ...overrides
  }: Partial<WatchCall> & { ago?: number; lasts?: number; calibrate?: Calibrate } = {},
  heartbeatDetails?: unknown,
): { readonly reply: Promise<WatchReply>; readonly beats: Beat[]; judged: Promise<void>; stop(): void } {
  const since = Date.now() - ago;
  const environment = new MockActivityEnvironment({
    ...(heartbeatDetails === undefined ? {} : { heartbeatDetails }),
  });
  const beats: Beat[] = [];
  const judged = new Promise<void>((resolve) =>
    environment.on('heartbeat', (details?: Beat) => {
      if (details === undefined) return;
      beats.push(details);
      if (Object.values(details.compared).length > 0) resolve();
    }),
  );
  const call: WatchCall = {
    release: { id: 'r', runbook: 'r', environment: 'e', version: '1' } as WatchCall['release'],
    node: 'soak',
    checks,
    interval: 30_000,
    since,
    until: since + lasts,
    acknowledged: [],
    ...overrides,
  };
  return {
    reply: environment.run(runWith(calibrate), call),
    beats,
    judged,
    stop: () => environment.cancel(),
  };
}

/** What it has judged so far decides nothing. */
async function expectToGoOn({ reply, judged }: ReturnType<typeof watch>): Promise<void> {
  const wait = judged.then(() => new Promise((resolve) => setTimeout(resolve, 100)));
  expect(await Promise.race([reply, wait])).toBeUndefined();
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
    await expectToGoOn(watching);
    watching.stop();
    await expect(watching.reply).rejects.toThrow();
  });

  test('does not pass early while a threshold has no data', async () => {
    testWorld.arms.set('web', good);
    const dark = gauge({ name: 'none' }, { max: 1, inconclusiveLimit: 10 });
    const watching = watch([compared(), dark], { passEarly: {} });
    await expectToGoOn(watching);
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
    await first.judged;
    first.stop();
    await expect(first.reply).rejects.toThrow();
    const memory = first.beats.at(-1);
    expect((memory?.compared['web']?.until ?? 0) * 1000).toBeGreaterThan(Date.now() - minute);

    // What it was before is not read again: a source that tells otherwise now changes nothing.
    testWorld.arms.set('web', { ...good, canary: 0.5 });
    const second = watch([compared()], {}, JSON.parse(JSON.stringify(memory)));
    await expectToGoOn(second);
    second.stop();
    await expect(second.reply).rejects.toThrow();
    expect(second.beats.at(-1)?.compared['web']).toMatchObject({ until: memory?.compared['web']?.until });
  });

  test('says in its heartbeats of which node it is, and each series once', async () => {
    testWorld.arms.set('web', good);
    const { reply, beats } = watch([compared()], { passEarly: {}, node: 'production' });
    const evidence = (await reply).evidence?.[0];
    const beat = JSON.stringify(beats.at(-1));
    expect(beats.at(-1)?.node).toBe('production');
    expect(evidence?.series.length).toBeGreaterThan(50);
    expect(beat.split(JSON.stringify(evidence?.series))).toHaveLength(2);
  });

  test('goes on looking at thresholds while a comparison is calibrated', async () => {
    testWorld.arms.set('web', good);
    testWorld.gauges.set('queue', 9);
    const never: Calibrate = () => new Promise(() => undefined);
    const queue = gauge({ name: 'queue' }, { max: 5 });
    const { reply } = watch([compared(), queue], { calibrate: never, interval: 100 });
    expect(await reply).toMatchObject({ verdict: 'fail', says: expect.stringContaining('queue is 9') });
  });

  test('stops the calibration that its end left without use', async () => {
    testWorld.gauges.set('queue', 9);
    const queue = gauge({ name: 'queue' }, { max: 5 });
    let signalOf: AbortSignal | undefined;
    const never: Calibrate = (_, signal) => {
      signalOf = signal;
      return new Promise(() => undefined);
    };
    await watch([compared(), queue], { calibrate: never, interval: 100 }).reply;
    expect(signalOf?.aborted).toBe(true);
  });

  test('is not over before it has been calibrated: what was to be judged is judged', async () => {
    testWorld.arms.set('web', { ...good, canary: 0.02 });
    const slow: Calibrate = async (read, signal) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return onThread(read, signal);
    };
    const { reply } = watch([compared()], { calibrate: slow, lasts: 5 * hour });
    expect((await reply).verdict).toBe('fail');
  });

  test('is calibrated after all by a source that did not answer at first', async () => {
    testWorld.arms.set('web', 'dark');
    const watching = watch([compared()], { interval: 1000 });
    await watching.judged;
    expect(watching.beats.at(-1)?.compared['web']?.calibration.calibrated).toBe(false);
    testWorld.arms.set('web', good);
    await eventually(
      async () => watching.beats.at(-1)?.compared['web'],
      (web) => web?.calibration.calibrated === true && web.until * 1000 > Date.now() - minute,
    );
    watching.stop();
    await expect(watching.reply).rejects.toThrow();
  });
});
