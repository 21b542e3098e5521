import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { freshThresholdState, lookAgain, thresholdsSchema, thresholdVerdict } from '../../src/judge/index.ts';
import type { Look } from '../../src/judge/index.ts';

const value = (given: number): Look => ({ type: 'value', value: given });
const noData: Look = { type: 'no data' };
const broken: Look = { type: 'error', message: 'refused' };
const thresholds = thresholdsSchema.parse({ max: 1, failureLimit: 1, inconclusiveLimit: 2, errorLimit: 1 });

const verdictOf = (looks: readonly Look[], time: 'running' | 'over' = 'running') =>
  thresholdVerdict(
    thresholds,
    looks.reduce((state, look) => lookAgain(thresholds, state, look), freshThresholdState),
    time,
  ).verdict;

describe('plain thresholds', () => {
  test.each([
    ['tolerate as many failures as they say', [value(2), value(0)], 'continue'],
    ['fail at one more, in a row or not', [value(2), value(0), value(2)], 'fail'],
    ['tolerate looks without data', [noData, noData], 'continue'],
    ['are inconclusive at one too many in a row', [noData, noData, noData], 'inconclusive'],
    ['hear a source again that comes back', [noData, noData, value(0), noData, noData], 'continue'],
    ['are inconclusive where the source keeps breaking', [broken, broken], 'inconclusive'],
    ['take NaN for no data, never for good', [value(NaN), value(NaN), value(NaN)], 'inconclusive'],
  ])('%s', (_, looks, verdict) => {
    expect(verdictOf(looks)).toBe(verdict);
  });

  test('pass at the end only if the last look gave data', () => {
    expect(verdictOf([value(0)], 'over')).toBe('pass');
    expect(verdictOf([value(0), noData], 'over')).toBe('inconclusive');
    expect(verdictOf([], 'over')).toBe('inconclusive');
  });

  test('never pass while the time runs, and never unfail', () => {
    const looks = fc.array(
      fc.oneof(
        fc.double({ min: -5, max: 5, noNaN: true }).map(value),
        fc.constant(noData),
        fc.constant(broken),
      ),
    );
    fc.assert(
      fc.property(looks, looks, (first, more) => {
        expect(verdictOf(first)).not.toBe('pass');
        if (verdictOf(first) === 'fail') expect(verdictOf([...first, ...more], 'over')).toBe('fail');
      }),
    );
  });
});
