import { describe, expect, test } from '@jest/globals';
import { families } from '../../bench/judge/noise.ts';
import { simulateHistory } from '../../bench/judge/simulate.ts';
import { calibrate, calibrationSchema, judgeOptionsSchema } from '../../src/judge/index.ts';
import type { Calibration } from '../../src/judge/index.ts';

const options = judgeOptionsSchema.parse({});

const known = new Map<string, Calibration>();

function calibrated(name: string): Calibration {
  const made = known.get(name) ?? calibratedOn(name);
  known.set(name, made);
  return made;
}

function calibratedOn(name: string): Calibration {
  const family = families.find((one) => one.name === name);
  if (family === undefined) throw new Error(`no family ${name}`);
  return calibrate(simulateHistory({ family, rate: 500, seconds: 4 * 3600, interval: 30, seed: 7 }), options);
}

/** How a bettor on a doubling, the one that calibration chose, counts a tick. */
const doubling = ({ errors }: Calibration) =>
  errors.harm.find(({ bettors }) => bettors.some(({ times }) => times === 1.8))?.lane;

describe('calibration', () => {
  test('trusts every tick where errors are independent', () => {
    const lane = doubling(calibrated('independent'));
    expect(lane).toMatchObject({ kind: 'urn', spread: 1, bursts: 0 });
    expect(lane?.seconds).toBeLessThanOrEqual(60);
  });

  test('takes clusters for one error each, more or less', () => {
    const lane = doubling(calibrated('clustered'));
    expect(lane?.kind === 'urn' ? lane.temper * lane.spread : 0).toBeGreaterThan(3);
  });

  test('looks away from bursts of one arm where history shows them, and lets late money win slowly', () => {
    const lane = doubling(calibrated('long bursts'));
    expect(lane?.bursts).toBeGreaterThan(0);
    expect(lane?.late).toBeLessThanOrEqual(((lane?.seconds ?? 0) * 10) / 3600);
  });

  test('doubts everything without history, or with too little of it', () => {
    const none = calibrate([], options);
    expect(none.calibrated).toBe(false);
    expect(none.errors.harm.every(({ lane }) => lane.kind === 'doubt' && lane.seconds >= 120)).toBe(true);
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
      expect(side.flatMap(({ bettors }) => bettors).reduce((sum, { prior }) => sum + prior, 0)).toBeCloseTo(
        1,
        9,
      );
    expect(calibrationSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  });
});
