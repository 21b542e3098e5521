/** Plain thresholds: a number a look, held against bounds; failures, looks without data and errors each have a limit. */
import { z } from 'zod';
import type { Verdict } from './verdict.ts';

export const thresholdsSchema = z.strictObject({
  min: z.number().optional().describe('A number below is a failure'),
  max: z.number().optional().describe('A number above is a failure'),
  failureLimit: z.number().int().min(0).default(0).describe('Failures tolerated; 0: the first one fails'),
  inconclusiveLimit: z
    .number()
    .int()
    .min(0)
    .default(3)
    .describe('Looks without data in a row that are tolerated'),
  errorLimit: z
    .number()
    .int()
    .min(0)
    .default(3)
    .describe('Looks in a row that may break down, a source that refuses or is gone'),
});
export type Thresholds = z.output<typeof thresholdsSchema>;

/** One look: a number, no data, or an error of the source. */
export type Look =
  | { readonly type: 'value'; readonly value: number }
  | { readonly type: 'no data' }
  | { readonly type: 'error'; readonly message: string };

export const thresholdStateSchema = z.strictObject({
  looks: z.number().int(),
  failures: z.number().int(),
  /** In a row: a source that comes back is heard again. */
  voids: z.number().int(),
  errors: z.number().int(),
  last: z.number().nullable(),
});
export type ThresholdState = z.output<typeof thresholdStateSchema>;

export const freshThresholdState: ThresholdState = { looks: 0, failures: 0, voids: 0, errors: 0, last: null };

export function lookAgain(thresholds: Thresholds, state: ThresholdState, look: Look): ThresholdState {
  const looks = state.looks + 1;
  switch (look.type) {
    case 'error':
      return { ...state, looks, errors: state.errors + 1 };
    case 'no data':
      return { ...state, looks, voids: state.voids + 1, errors: 0 };
    case 'value':
      // NaN can't be held against a bound; an infinite figure can.
      if (Number.isNaN(look.value)) return lookAgain(thresholds, state, { type: 'no data' });
      return {
        looks,
        failures: state.failures + (isOut(thresholds, look.value) ? 1 : 0),
        voids: 0,
        errors: 0,
        last: look.value,
      };
  }
}

/** Failure goes before doubt, doubt before a pass; `over` once the time is up. */
export function thresholdVerdict(
  { failureLimit, inconclusiveLimit, errorLimit }: Thresholds,
  { failures, voids, errors, last }: ThresholdState,
  time: 'running' | 'over',
): { readonly verdict: Verdict; readonly reason: string } {
  if (failures > failureLimit)
    return {
      verdict: 'fail',
      reason: `${failures} looks were out of bounds, ${failureLimit} are tolerated; the last figure is ${last ?? 'none'}`,
    };
  if (errors > errorLimit)
    return {
      verdict: 'inconclusive',
      reason: `${errors} looks in a row broke down, ${errorLimit} are tolerated`,
    };
  if (voids > inconclusiveLimit)
    return {
      verdict: 'inconclusive',
      reason: `${voids} looks in a row gave no data, ${inconclusiveLimit} are tolerated`,
    };
  if (time === 'running')
    return { verdict: 'continue', reason: last === null ? 'no data yet' : `the last figure is ${last}` };
  if (last === null || voids > 0 || errors > 0)
    return { verdict: 'inconclusive', reason: 'the time is over, and the last look gave no data' };
  return { verdict: 'pass', reason: `within bounds to the end; the last figure is ${last}` };
}

const isOut = ({ min = -Infinity, max = Infinity }: Thresholds, value: number): boolean =>
  value < min || value > max;
