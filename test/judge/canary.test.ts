import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canaryStateSchema, freshState, judgeTick } from '../../src/judge/index.ts';
import type { Tick } from '../../src/judge/index.ts';
import { calibratedPlan, judgeAll, planOf, soakOf } from './soaks.ts';

const quiet = (t: number): Tick => ({
  t,
  canary: { requests: 100, errors: 0 },
  baseline: { requests: 900, errors: 4 },
});

describe('the judge of a canary', () => {
  const plan = calibratedPlan(1500);

  test('fails one with five times the errors within two ticks, and says so in figures', () => {
    const { judgement, ticks } = judgeAll(plan, soakOf({ ticks: 100, requests: 1500, harm: 5, seed: 1 }));
    expect(judgement?.verdict).toBe('fail');
    expect(ticks).toBeLessThanOrEqual(2);
    expect(judgement?.reason).toMatch(
      /^errors: \d+ of \d,\d{3} on the canary, \d+ of \d\d,\d{3} on the baseline; [\d.]+ times the rate; odds [\d,]+ to 1 against chance$/,
    );
  });

  test('passes a healthy one early, and says what is ruled out', () => {
    const { judgement, ticks } = judgeAll(plan, soakOf({ ticks: 2880, requests: 1500, harm: 1, seed: 2 }));
    expect(judgement?.verdict).toBe('pass');
    expect(ticks).toBeLessThan(120);
    expect(judgement?.reason).toMatch(/odds \d+ to 1 against being 1.5 times as bad$/);
  });

  test('aborts at most one healthy canary in a hundred over a day, and passes none that is twice as bad', () => {
    const patient = calibratedPlan(60, { passEarly: false });
    const quick = calibratedPlan(60);
    const run = (given: typeof quick, harm: number, seed: number) =>
      judgeAll(given, soakOf({ ticks: 2880, requests: 60, harm, seed })).judgement?.verdict;
    const seeds = Array.from({ length: 6 }, (_, k) => 100 + k);
    expect(seeds.filter((seed) => run(patient, 1, seed) === 'fail')).toEqual([]);
    expect(seeds.filter((seed) => run(quick, 2, seed) !== 'fail')).toEqual([]);
  });

  test.each([
    ['a history', plan],
    ['none', planOf()],
  ])('goes on from its JSON bit for bit with %s', (_, plan) => {
    const ticks = soakOf({ ticks: 300, requests: 60, harm: 1.3, seed: 3 });
    const whole = judgeAll(plan, ticks);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.ticks - 1 }), (cut) => {
        const before = judgeAll(plan, ticks.slice(0, cut)).state;
        const resumed = canaryStateSchema.parse(JSON.parse(JSON.stringify(before)));
        expect(judgeAll(plan, ticks.slice(cut), resumed).state).toEqual(whole.state);
      }),
      { numRuns: 30 },
    );
  });

  test('learns nothing from a tick without data, and none from one that it has seen', () => {
    const { state } = judgeAll(plan, soakOf({ ticks: 20, requests: 60, harm: 1, seed: 4 }));
    const voids: Tick[] = [
      { t: 10_000, canary: null, baseline: { requests: 900, errors: 900 } },
      { t: 10_000, canary: { requests: 100, errors: 100 }, baseline: null },
      { t: 10_000, canary: { requests: 100, errors: 100 }, baseline: { requests: 0, errors: 0 } },
      { t: 10_000, canary: { requests: 0, errors: 0 }, baseline: { requests: 0, errors: 0 } },
    ];
    for (const tick of voids) {
      const after = judgeTick(plan, state, tick);
      expect(after.state.errors).toEqual(state.errors);
      expect(after.state.usable).toBe(state.usable);
      expect(after.judgement.verdict).toBe('continue');
    }
    expect(judgeTick(plan, state, quiet(30)).state).toBe(state);
  });

  test('stops at once where half of the requests fail in two ticks running', () => {
    const broken = (t: number): Tick => ({ ...quiet(t), canary: { requests: 100, errors: 60 } });
    const { judgement, ticks } = judgeAll(planOf(), [quiet(0), broken(30), broken(60)]);
    expect(judgement).toMatchObject({
      verdict: 'fail',
      reason: expect.stringMatching(/^the canary failed 50 % or more/),
    });
    expect(ticks).toBe(3);
    const alike = { ...broken(30), baseline: { requests: 900, errors: 500 } };
    expect(judgeAll(planOf(), [quiet(0), alike, { ...alike, t: 60 }]).judgement?.verdict).toBe('continue');
  });

  test('fails a canary that falls silent while traffic is due', () => {
    const silent = (k: number): Tick => ({ ...quiet(30 * k), canary: { requests: 0, errors: 0 } });
    const ticks = Array.from({ length: 60 }, (_, k) => (k < 10 ? quiet(30 * k) : silent(k)));
    const { judgement } = judgeAll(planOf({ minimum: 7200 }), ticks);
    expect(judgement).toMatchObject({
      verdict: 'fail',
      reason: expect.stringContaining('has served nothing for 10 min'),
    });
  });

  test.each([
    [
      'half of it had no data',
      (k: number): Tick => (k % 3 === 0 ? quiet(30 * k) : { ...quiet(30 * k), canary: null }),
      'usable data',
    ],
    [
      'the canary served next to nothing',
      (k: number): Tick => ({ ...quiet(30 * k), canary: { requests: 1, errors: 0 } }),
      'requests where',
    ],
    [
      'neither is shown',
      (k: number): Tick => ({ ...quiet(30 * k), canary: { requests: 20, errors: k % 20 === 0 ? 1 : 0 } }),
      'neither harm nor health',
    ],
  ])('ends inconclusive where %s', (_, tick, says) => {
    const ticks = Array.from({ length: 60 }, (_unused, k) => tick(k));
    const { judgement } = judgeAll(planOf({ for: 1800 }), ticks);
    expect(judgement).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining(says) });
  });

  test('is not sure at the end of a canary that stands in the middle, however many its errors', () => {
    const atTheEnd = (rate: number) =>
      judgeAll(
        planOf({ for: 1800, falseAbort: 1e-9 }),
        Array.from({ length: 60 }, (_, k): Tick => ({
          t: 30 * k,
          canary: { requests: 10_000, errors: rate },
          baseline: { requests: 90_000, errors: 900 },
        })),
      ).judgement?.verdict;
    expect(atTheEnd(100)).toBe('pass');
    expect(atTheEnd(130)).toBe('inconclusive');
  });

  test('without history is not taken in by a burst of the baseline, beside which a bad canary looks well', () => {
    const ticks = Array.from({ length: 60 }, (_, k): Tick => ({
      t: 30 * k,
      canary: { requests: 1500, errors: 11 },
      baseline: { requests: 13_500, errors: k >= 16 && k < 48 ? 150 : 68 },
    }));
    expect(judgeAll(planOf(), ticks).judgement?.verdict).toBe('continue');
  });

  test('does not pass before the end where it may not, nor before the minimum', () => {
    const ticks = soakOf({ ticks: 240, requests: 1500, harm: 1, seed: 5 });
    const patient = { ...plan, options: { ...plan.options, passEarly: false, for: 7200 } };
    expect(judgeAll(patient, ticks)).toMatchObject({ ticks: 240, judgement: { verdict: 'pass' } });
    const slow = { ...plan, options: { ...plan.options, minimum: 3600 } };
    expect(judgeAll(slow, ticks)).toMatchObject({ ticks: 120, judgement: { verdict: 'pass' } });
  });

  test('keeps its verdict once it is reached, whatever comes', () => {
    const { state } = judgeAll(plan, soakOf({ ticks: 100, requests: 1500, harm: 5, seed: 1 }));
    const after = judgeTick(plan, state, quiet(100_000));
    expect(after.state).toBe(state);
    expect(after.judgement.verdict).toBe('fail');
  });

  test('has a state small enough to ride in heartbeats', () => {
    const { state } = judgeAll(plan, soakOf({ ticks: 50, requests: 60, harm: 1, seed: 6 }));
    expect(JSON.stringify(state).length).toBeLessThan(6000);
    expect(canaryStateSchema.parse(freshState(plan.calibration))).toEqual(freshState(plan.calibration));
  });
});
