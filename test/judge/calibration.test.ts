import { describe, expect, test } from '@jest/globals';
import { families } from '../../bench/judge/noise.ts';
import { simulateHistory } from '../../bench/judge/simulate.ts';
import { calibrate, calibrationSchema, judgeOptionsSchema } from '../../src/judge/index.ts';
import type { Calibration } from '../../src/judge/index.ts';

const options = judgeOptionsSchema.parse({});

function calibrated(name: string): Calibration {
  const family = families.find((one) => one.name === name);
  if (family === undefined) throw new Error(`no family ${name}`);
  return calibrate(simulateHistory({ family, rate: 500, seconds: 4 * 3600, interval: 30, seed: 7 }), options);
}

/** How a bettor on a doubling, the one that calibration chose, counts a tick. */
const doubling = ({ errors }: Calibration) => errors.harm.find(({ times }) => times === 1.8)?.lane;

describe('calibration', () => {
  test('trusts every tick where errors are independent', () => {
    expect(doubling(calibrated('independent'))).toMatchObject({ kind: 'tempered', seconds: 30 });
  });

  test('tempers what comes in clusters', () => {
    const lane = doubling(calibrated('clustered'));
    expect(lane?.kind === 'tempered' ? lane.temper * lane.seconds : 0).toBeGreaterThan(120);
  });

  test('doubts everything without history, or with too little of it', () => {
    const none = calibrate([], options);
    expect(none.calibrated).toBe(false);
    expect(none.errors.harm.every(({ lane }) => lane.kind === 'mean' && lane.seconds >= 120)).toBe(true);
    const little = [
      {
        t: 0,
        groups: [
          { requests: 100, errors: 0 },
          { requests: 100, errors: 1 },
        ],
      },
    ];
    expect(calibrate(little, options)).toEqual(none);
  });

  test('gives each side a prior that sums to one, and survives JSON', () => {
    const made = calibrated('independent');
    for (const side of [made.errors.harm, made.errors.health])
      expect(side.reduce((sum, { prior }) => sum + prior, 0)).toBeCloseTo(1, 9);
    expect(calibrationSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  });
});
