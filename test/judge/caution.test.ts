/** How much surer the judge is of a pass that comes soon. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cautionOf } from '../../src/judge/caution.ts';
import { judgeAll, calibratedPlan, soakOf } from './soaks.ts';

const day = 86_400;
const chance = 0.034;

describe('caution', () => {
  test('is most where a healthy canary would pass within minutes, and none where it takes hours', () => {
    expect(cautionOf({ any: 600, looks: 300, chance }, day)).toBe(16);
    expect(cautionOf({ any: Infinity, looks: 300, chance }, day)).toBe(16);
    expect(cautionOf({ any: 600, looks: undefined, chance }, day)).toBe(16);
    expect(cautionOf({ any: 5 * 3600, looks: 4 * 3600, chance }, day)).toBe(1);
    expect(cautionOf({ any: Infinity, looks: undefined, chance }, day)).toBe(1);
  });

  test('never grows with the time that a pass takes, and keeps the pass within a quarter of the soak', () => {
    const seconds = fc.integer({ min: 1, max: day });
    fc.assert(
      fc.property(seconds, seconds, seconds, (any, looks, lasts) => {
        const caution = cautionOf({ any, looks, chance }, lasts);
        expect(cautionOf({ any: any + 60, looks: looks + 60, chance }, lasts)).toBeLessThanOrEqual(caution);
        expect(cautionOf({ any, looks, chance }, lasts + 60)).toBeGreaterThanOrEqual(caution);
        if (Math.min(any, looks) > lasts / 4) expect(caution).toBe(1);
      }),
    );
  });

  test('makes a canary that is worse by the margin pass less often than it might, where requests are many', () => {
    const plan = calibratedPlan(1500);
    expect(plan.calibration.errors.caution).toBe(16);
    const passed = Array.from({ length: 60 }, (_, seed) =>
      judgeAll(plan, soakOf({ ticks: 240, requests: 1500, harm: 1.5, seed: 700 + seed })),
    ).filter(({ judgement }) => judgement?.verdict === 'pass');
    expect(passed.length).toBeLessThanOrEqual(1);
  });
});
