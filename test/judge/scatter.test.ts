/** How much errors scatter, as a soak shows it by itself. */
import { describe, expect, test } from '@jest/globals';
import { randomOf } from '../../bench/judge/random.ts';
import type { Random } from '../../bench/judge/random.ts';
import { freshLooks, unknownLooks, watch } from '../../src/judge/looks.ts';
import type { LooksState } from '../../src/judge/looks.ts';
import { addScatter, dispersionOf, freshScatter } from '../../src/judge/scatter.ts';
import type { Scatter } from '../../src/judge/scatter.ts';

const clusters = (mean: number, size: number, random: Random): number => {
  let errors = 0;
  for (let left = random.poisson(mean / size); left > 0; left -= 1) errors += random.geometric(size);
  return errors;
};

function measured(pairs: number, seed: number, { size = 1, drift = 0 } = {}): number {
  const random = randomOf(seed);
  let scatter: Scatter = freshScatter;
  for (let k = 0; k <= pairs; k += 1) {
    const mean = 45 * (1 + drift * Math.sin(k / 30));
    const counts = {
      canaryTotal: 1000,
      canaryErrors: 5,
      baselineTotal: 9000,
      baselineErrors: clusters(mean, size, random),
    };
    scatter = addScatter(scatter, counts, 1);
  }
  return dispersionOf(scatter) ?? NaN;
}

const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const over = (runs: number, of: (seed: number) => number): number[] =>
  Array.from({ length: runs }, (_, seed) => of(seed));

describe('scatter', () => {
  test('is not known from a few blocks', () => {
    expect(measured(4, 1)).toBeNaN();
    expect(measured(5, 1)).toBeGreaterThanOrEqual(1);
  });

  test('is about one where errors are independent, and that of clusters where there are some', () => {
    expect(median(over(40, (seed) => measured(400, seed)))).toBeLessThan(1.3);
    // Clusters of a geometric size of four scatter seven times as much.
    expect(over(40, (seed) => measured(60, seed, { size: 4 })).filter((one) => one < 7).length).toBeLessThan(
      6,
    );
    expect(median(over(40, (seed) => measured(400, seed, { size: 4 })))).toBeLessThan(14);
  });

  test('hears little of slow drift', () => {
    expect(median(over(40, (seed) => measured(400, seed, { drift: 0.6 })))).toBeLessThan(1.5);
  });
});

describe('looks without a history', () => {
  const plan = unknownLooks(0.02);
  function passes(ratio: number, seed: number, size: number, blocks: number): boolean {
    const random = randomOf(seed);
    let state: LooksState = freshLooks(plan);
    for (let k = 0; k < blocks && !state.passed; k += 1) {
      const counts = {
        canaryTotal: 10_000,
        canaryErrors: clusters(50 * ratio, size, random),
        baselineTotal: 90_000,
        baselineErrors: clusters(450, size, random),
      };
      state = watch(plan, state, { from: 480 * k, to: 480 * (k + 1) }, counts, 1.5);
    }
    return state.passed;
  }
  const share = (ratio: number, size: number, blocks: number): number =>
    over(300, (seed) => Number(passes(ratio, 9000 + seed, size, blocks))).reduce((a, b) => a + b, 0) / 300;

  test.each([1, 4])(
    'pass a canary that is worse by the margin no more often than they may: clusters of %d',
    (size) => {
      expect(share(1.5, size, 100)).toBeLessThan(0.02 + 3 * Math.sqrt(0.02 / 300));
    },
  );

  test('pass a healthy one: within the hour where errors are many', () => {
    expect(share(1, 1, 7)).toBeGreaterThan(0.9);
    expect(share(1, 4, 40)).toBeGreaterThan(0.9);
  });
});
