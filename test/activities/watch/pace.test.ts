/** A rehearsal whose world is faster than life: its ticks are short, and the judge takes each for what it stands for. */
import { afterEach, describe, expect, test } from '@jest/globals';
import type { ToCalibrate } from '../../../src/activities/watch/calibration.ts';
import { clocksOf } from '../../../src/activities/watch/clocks.ts';
import { begin, compare, judgementNow } from '../../../src/activities/watch/compare.ts';
import type { Comparing } from '../../../src/activities/watch/compare.ts';
import { judgeOptionsOf } from '../../../src/activities/watch/span.ts';
import { calibrate } from '../../../src/judge/index.ts';
import { checkContext } from '../../support/check-context.ts';
import { arms } from '../../support/test-checks.ts';
import { testWorld } from '../../support/test-world.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
/** Forty looks ago, half a second apart. */
const since = now - 20_000;
const span = { since, until: since + 60_000, interval: 500, minimum: 2000 };
const comparing = (options: { readonly tickSeconds?: number }): Comparing => ({
  kind: arms.definition,
  check: arms({ name: 'web' }, options),
  input: { name: 'web' },
  span,
});

afterEach(() => testWorld.clear());

describe('a tick that stands for half a minute', () => {
  const fast = comparing({ tickSeconds: 30 });

  test('makes the judge’s time so much longer than the clock’s', () => {
    const { for: lasts, interval, minimum } = judgeOptionsOf(fast.check, span);
    expect({ lasts, interval, minimum }).toEqual({ lasts: 3600 - 15, interval: 30, minimum: 120 });
    expect(judgeOptionsOf(fast.check, span)).not.toHaveProperty('tickSeconds');
    expect(judgeOptionsOf(comparing({}).check, span).interval).toBe(0.5);
  });

  test('is judged as that, in history too, while the record keeps the clock’s time', async () => {
    testWorld.arms.set('web', { requests: 6000, canary: 0.005, baseline: 0.005 });
    const context = { ...checkContext({}), now: () => now };
    const read: ToCalibrate[] = [];
    const begun = await begin(fast, context, async (readPast) => {
      const past = await readPast();
      read.push(past);
      return calibrate(past.history, past.options, past.service);
    });
    const history = read[0]?.history ?? [];
    expect(history).toHaveLength(720);
    expect((history[1]?.t ?? 0) - (history[0]?.t ?? 0)).toBe(30);
    expect(history[0]?.groups[0]?.requests).toBe(3000);
    expect(begun.calibration.calibrated).toBe(true);

    const { state, series, until } = await compare(fast, begun, context, clocksOf(context));
    expect(state.usable).toBe(40 * 30);
    expect((state.last ?? 0) - (state.first ?? 0)).toBeCloseTo(39 * 30, 3);
    expect(until).toBe(now / 1000);
    expect(series.points.at(-1)?.[0]).toBe(now / 1000);
  });

  test('does not hold up its verdict where a reading takes longer than a tick', async () => {
    testWorld.arms.set('web', { requests: 6000, canary: 0.02, baseline: 0.005 });
    let clock = now;
    const slow = { ...checkContext({}), now: () => (clock += 1000) };
    const begun = await begin(fast, slow, async (readPast) => {
      const { history, options, service } = await readPast();
      return calibrate(history, options, service);
    });
    const { state, until } = await compare(fast, begun, slow, clocksOf(slow));
    expect(state.end?.verdict).toBe('fail');
    expect(until * 1000).toBeLessThanOrEqual(now + 2000);
  });

  test('brings odds of health as well as of harm into the record, at each time', async () => {
    testWorld.arms.set('web', { requests: 6000, canary: 0.005, baseline: 0.005 });
    const context = { ...checkContext({}), now: () => now };
    const begun = await begin(fast, context, async (readPast) => {
      const { history, options, service } = await readPast();
      return calibrate(history, options, service);
    });
    const compared = await compare(fast, begun, context, clocksOf(context));
    const { early } = judgementNow(fast, compared);
    const healths = compared.series.points.map((point) => point[6] ?? Number.NaN);
    expect(healths).toHaveLength(40);
    expect(healths.at(-1)).toBe(Number(early.health.toPrecision(4)));
    expect(healths.at(-1)).toBeGreaterThan(healths[0] ?? Infinity);
  });
});
