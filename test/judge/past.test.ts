import { describe, expect, test } from '@jest/globals';
import { randomOf } from '../../bench/judge/random.ts';
import {
  calibratePast,
  freshPastState,
  judgePast,
  lookBack,
  pastCalibrationSchema,
  pastOptionsSchema,
  pastStateSchema,
} from '../../src/judge/index.ts';
import type { Change, PastCalibration, PastJudgement, Point } from '../../src/judge/index.ts';

const day = 86_400;
const window = 120;
const options = pastOptionsSchema.parse({});
/** A quarter past two in the afternoon. */
const since = 20 * day + 14.25 * 3600;

interface Traffic {
  readonly from: number;
  readonly to: number;
  readonly seed: number;
  readonly change?: number;
  /** Requests a second. */
  readonly rate?: number;
  /** Two days of the week are quieter. */
  readonly weekend?: number;
}

/** Traffic with a swing over the day, noise with some memory, and counting noise. */
function traffic({ from, to, seed, change = 1, rate = 20, weekend = 1 }: Traffic): Point[] {
  const random = randomOf(seed);
  let noise = 0;
  return Array.from({ length: Math.round((to - from) / window) }, (_, k) => {
    const t = from + window * (k + 1);
    noise = 0.9 * noise + 0.03 * random.normal();
    const level = Math.floor(t / day) % 7 >= 5 ? weekend : 1;
    const mean =
      change * level * rate * window * (1 + 0.6 * Math.sin((2 * Math.PI * t) / day)) * Math.exp(noise);
    return { t, count: Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal())) };
  });
}

/** Errors among a thousand requests a window. */
function errors({ from, to, seed }: Traffic, share: number): Point[] {
  const random = randomOf(seed);
  return traffic({ from, to, seed }).map(({ t }) => ({
    t,
    count: Math.max(0, Math.round(1000 * share + Math.sqrt(1000 * share) * random.normal())),
    among: 1000,
  }));
}

function calibrated(history: readonly Point[], lasts = day): PastCalibration {
  const calibration = calibratePast(history, options, { since, lasts, window });
  if (calibration === undefined) throw new Error('no calibration');
  return pastCalibrationSchema.parse(JSON.parse(JSON.stringify(calibration)));
}

const week = (seed: number, over: Partial<Traffic> = {}): PastCalibration =>
  calibrated(traffic({ from: since - 7 * day, to: since, seed, ...over }));

function judged(
  { profile, before }: PastCalibration,
  points: readonly Point[],
  explained: readonly Change[] = [],
): PastJudgement & { readonly windows: number } {
  let state = freshPastState(before);
  for (const point of points) {
    state = pastStateSchema.parse(JSON.parse(JSON.stringify(lookBack(profile, options, state, point))));
    const judgement = judgePast(profile, options, state, explained);
    if (judgement.verdict !== 'continue') return { ...judgement, windows: state.windows };
  }
  return { ...judgePast(profile, options, state, explained), windows: state.windows };
}

const today = (seed: number, over: Partial<Traffic> = {}): Point[] =>
  traffic({ from: since, to: since + day, seed, ...over });

describe('a series against its own past', () => {
  test.each([
    ['usual days', {}],
    ['usual days of little traffic', { rate: 0.2 }],
    ['weekends after working days', { weekend: 0.5 }],
  ])('bothers nobody on %s', (_, over) => {
    const asked = Array.from(
      { length: 40 },
      (_, seed) => judged(week(seed, over), today(1000 + seed, over)).verdict,
    ).filter((verdict) => verdict !== 'continue');
    expect(asked.length).toBeLessThanOrEqual(1);
  });

  test('asks about three times the traffic within half an hour, and names it', () => {
    const judgement = judged(week(1), today(2, { change: 3 }));
    expect(judgement).toMatchObject({
      verdict: 'inconclusive',
      change: 'spike',
      reason: expect.stringMatching(
        /^a spike: [\d,]+ where [\d,]+ are usual at this time of day \((2\.[5-9]|3(\.\d)?) times\), over \d+ min$/,
      ),
    });
    expect(judgement.windows * window).toBeLessThanOrEqual(1800);
  });

  test('asks about traffic that is gone after a few windows', () => {
    const gone = today(2).map(({ t }) => ({ t, count: 0 }));
    expect(judged(week(1), gone)).toMatchObject({ verdict: 'inconclusive', change: 'dip', windows: 3 });
  });

  test('asks about half the traffic within two hours', () => {
    const judgement = judged(week(1), today(2, { change: 0.5 }));
    expect(judgement).toMatchObject({ verdict: 'inconclusive', change: 'dip' });
    expect(judgement.windows * window).toBeLessThanOrEqual(7200);
  });

  test('tolerates what is tolerated', () => {
    expect(judged(week(1), today(2, { change: 1.2 })).verdict).toBe('continue');
  });

  test('asks about five times the errors, and not about one where there is none as a rule', () => {
    const span = { from: since - 7 * day, to: since, seed: 3 };
    const later = { from: since, to: since + day, seed: 4 };
    expect(judged(calibrated(errors(span, 0.01)), errors(later, 0.05))).toMatchObject({ change: 'spike' });
    const rare = errors(later, 0).map((point, k) => ({ ...point, count: k % 10 === 0 ? 1 : 0 }));
    expect(judged(calibrated(errors(span, 0)), rare).verdict).toBe('continue');
    expect(judged(calibrated(errors(span, 0)), errors(later, 0.05))).toMatchObject({ change: 'spike' });
  });

  test('learns from a past day that would have been asked about that such days are usual', () => {
    // Each third day has an hour of nearly no traffic.
    const quiet = ({ t, count }: Point): Point => ({
      t,
      count: Math.floor(t / day) % 3 === 0 && t % day < 3600 ? 0 : count,
    });
    const spread = (history: Point[]): number => calibrated(history).profile.spread;
    const history = traffic({ from: since - 7 * day, to: since, seed: 1 });
    expect(spread(history.map(quiet))).toBeGreaterThan(1.5 * spread(history));
  });

  test('does not ask again about a change that a person has explained, but about the other one', () => {
    expect(judged(week(1), today(2, { change: 3 }), ['spike']).verdict).toBe('continue');
    expect(judged(week(1), today(2, { change: 0.1 }), ['spike']).change).toBe('dip');
  });

  test('takes a gap for nothing', () => {
    const gap = today(2).map(({ t }) => ({ t, count: null }));
    expect(judged(week(1), gap)).toMatchObject({ verdict: 'continue', reason: 'no data yet', windows: 0 });
  });

  test('is not held against a single day, nor against days that say nothing', () => {
    const watch = { since, lasts: day, window };
    const one = traffic({ from: since - day, to: since, seed: 1 });
    expect(calibratePast(one, options, watch)).toBeUndefined();
    const silent = traffic({ from: since - 7 * day, to: since, seed: 1 }).map(({ t }) => ({
      t,
      count: null,
    }));
    expect(calibratePast(silent, options, watch)).toBeUndefined();
  });

  test('fits into a heartbeat', () => {
    expect(JSON.stringify({ ...week(1), state: freshPastState(0.1) }).length).toBeLessThan(1000);
  });
});
