import { describe, expect, test } from '@jest/globals';
import { randomOf } from '../../bench/judge/random.ts';
import { latencyBetting } from '../../src/judge/absorb.ts';
import type { Tick } from '../../src/judge/index.ts';
import { watchedBounds } from '../../src/judge/latency.ts';
import { judgeAll, planOf } from './soaks.ts';

const le = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6];

describe('latency', () => {
  test('is watched at the bounds nearest the median, p90 and p99', () => {
    const watched = watchedBounds(le, [100, 480, 910, 985, 999, 1000, 1000], 0.1);
    expect(watched.map(({ index }) => le[index])).toEqual([0.1, 0.2, 0.4]);
    expect(watched.every(({ boundary }) => boundary > 1)).toBe(true);
  });

  test('without history is judged by bettors that are made once for a soak, not at every tick', () => {
    const [plan, other] = [planOf(), planOf({ falsePass: 0.01 })];
    expect(latencyBetting(plan, 1, 1.3)).toBe(latencyBetting(plan, 2, 1.3));
    expect(latencyBetting(plan, 1, 1.4)).not.toBe(latencyBetting(plan, 1, 1.3));
    expect(latencyBetting(other, 1, 1.3)).not.toEqual(latencyBetting(plan, 1, 1.3));
  });

  test('without slowdown tolerates no more slower requests than the baseline has', () => {
    expect(
      watchedBounds(le, [100, 480, 910, 985, 999, 1000, 1000], 0).map(({ boundary }) => boundary),
    ).toEqual([1, 1, 1]);
  });

  test('is not watched where nothing was served', () => {
    expect(watchedBounds(le, [0, 0, 0, 0, 0, 0, 0], 0.1)).toEqual([]);
  });

  /** Latencies are log-normal around 0.1 s; `slow` scales those of the canary. */
  function soak(slow: number, ticks: number): Tick[] {
    const random = randomOf(11);
    const arm = (requests: number, scale: number) => {
      const buckets = [...le.map(() => 0), 0];
      for (let k = 0; k < requests; k += 1) {
        const latency = scale * 0.1 * Math.exp(0.5 * random.normal());
        for (const [index, bound] of [...le, Infinity].entries())
          if (latency <= bound) buckets[index] = (buckets[index] ?? 0) + 1;
      }
      return { requests, errors: 0, latencyBuckets: buckets };
    };
    return Array.from({ length: ticks }, (_, k) => ({
      t: 30 * k,
      canary: arm(100, slow),
      baseline: arm(400, 1),
    }));
  }

  test('fails a canary that is half as slow again, by the bound that shows it', () => {
    const { judgement } = judgeAll(planOf({}, le), soak(1.5, 480));
    expect(judgement).toMatchObject({
      verdict: 'fail',
      reason: expect.stringMatching(/^slower than 0\.[124] s: /),
    });
  });

  test('leaves one alone that is five percent slower', () => {
    expect(judgeAll(planOf({ passEarly: false }, le), soak(1.05, 480)).judgement?.verdict).toBe('continue');
  });
});
