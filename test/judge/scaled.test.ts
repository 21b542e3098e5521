/** Placebos made worse, by which a calibration sees how quick its lanes are. */
import { expect, test } from '@jest/globals';
import { blocksOf } from '../../src/judge/blocks.ts';
import { placebos } from '../../src/judge/placebo.ts';
import { scaled } from '../../src/judge/scaled.ts';

/** Instance i errs in tick i alone. */
const history = Array.from({ length: 60 }, (_, k) => ({
  t: 30 * k,
  groups: Array.from({ length: 10 }, (_unused, i) => ({ requests: 100, errors: k === i ? 10 : 0 })),
}));
const made = (size: number) => placebos(history, size, ({ requests, errors }) => ({ requests, errors }));
const sum = (values: Float64Array | undefined): number =>
  (values ?? new Float64Array()).reduce((a, b) => a + b, 0);

test('a placebo twice as bad has the errors of two instances, and who lent them is none of its baseline', () => {
  const [first] = scaled(made(1), 2);
  expect(sum(first?.canaryErrors)).toBe(20);
  expect([first?.canaryErrors[0], first?.canaryErrors[1]]).toEqual([10, 10]);
  // Eight others are left: no error stands on both arms.
  expect(sum(first?.baselineErrors)).toBe(80);
  expect(first?.baselineErrors[1]).toBe(0);
  expect(first?.baselineRequests[1]).toBe(800);
});

test('half of the baseline stays, however bad the placebo is', () => {
  for (const times of [5, 20]) {
    const [first] = scaled(made(1), times);
    expect(sum(first?.canaryErrors)).toBeCloseTo(10 * times, 6);
    expect(first?.baselineRequests[0]).toBeGreaterThanOrEqual(500);
  }
});

test('where every other instance is a baseline, an arm lends itself what it erred at another time', () => {
  const [first] = scaled(made(5), 2);
  expect(sum(first?.canaryErrors)).toBe(100);
  expect(first?.canaryErrors[0]).toBe(10);
  expect(sum(first?.baselineErrors)).toBe(50);
});

test('some blocks of all placebos are those of the same times, so that their canaries err as much as they should together', () => {
  const few = blocksOf(made(1), 2, 50);
  expect(few.counts.length).toBeLessThanOrEqual(50);
  expect(few.counts.length).toBe(10 * few.length);
  const total = (of: 'canaryErrors' | 'baselineErrors'): number =>
    few.counts.reduce((all, counts) => all + counts[of], 0);
  const ours = total('canaryErrors');
  const all = ours + total('baselineErrors');
  expect(ours / all).toBeCloseTo(0.1, 9);
});
