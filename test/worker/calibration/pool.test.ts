import { describe, expect, test } from '@jest/globals';
import type { ToCalibrate } from '../../../src/activities/watch/calibration.ts';
import { calibrate, judgeOptionsSchema } from '../../../src/judge/index.ts';
import { createCalibration } from '../../../src/worker/calibration/pool.ts';

/** Six hours of ten instances, with errors that come by chance. */
function sixHours(): ToCalibrate {
  let seed = 1;
  const chance = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const errors = (): number => Array.from({ length: 100 }, chance).filter((one) => one < 0.02).length;
  const history = Array.from({ length: 720 }, (_, tick) => ({
    t: 30 * (tick + 1),
    groups: Array.from({ length: 10 }, () => ({ requests: 100, errors: errors() })),
  }));
  return { history, options: judgeOptionsSchema.parse({}), service: { le: [] } };
}

const forever = (): AbortSignal => new AbortController().signal;

describe('a calibration on a thread', () => {
  test('is that of the judge, bit for bit', async () => {
    const job = sixHours();
    const { history, options, service } = job;
    const expected = calibrate(history, options, service);
    expect(expected.calibrated).toBe(true);
    expect(await createCalibration(1)(async () => job, forever())).toEqual(expected);
  });

  test('leaves this thread to its own: timers run while it is made', async () => {
    let beats = 0;
    const calibrated = createCalibration(1)(async () => sixHours(), forever());
    const timer = setInterval(() => (beats += 1), 1);
    await calibrated;
    clearInterval(timer);
    expect(beats).toBeGreaterThan(10);
  });

  test('is begun only when its turn comes, in the order in which they were asked for', async () => {
    const calibration = createCalibration(1);
    const read: number[] = [];
    let most = 0;
    let reading = 0;
    const small = { ...sixHours(), history: [] };
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        calibration(async () => {
          reading += 1;
          most = Math.max(most, reading);
          await new Promise((resolve) => setTimeout(resolve, 5));
          read.push(index);
          reading -= 1;
          return small;
        }, forever()),
      ),
    );
    expect(most).toBe(4);
    expect(read).toEqual([...read].sort((a, b) => a - b));
  });

  test('that was stopped makes room for the next', async () => {
    const calibration = createCalibration(1);
    const stop = new AbortController();
    const stopped = calibration(async () => {
      setTimeout(() => stop.abort(new Error('enough')), 50);
      return sixHours();
    }, stop.signal);
    const waiting = calibration(async () => sixHours(), AbortSignal.abort(new Error('too late')));
    await expect(stopped).rejects.toThrow('stopped');
    await expect(waiting).rejects.toThrow('too late');
    expect(await calibration(async () => sixHours(), forever())).toMatchObject({ calibrated: true });
  });

  test('that fails says why, and the next is made all the same', async () => {
    const calibration = createCalibration(1);
    const unreadable = calibration(async () => {
      throw new Error('the source is dark');
    }, forever());
    await expect(unreadable).rejects.toThrow('the source is dark');
    const unsendable = calibration(
      async () => ({ ...sixHours(), service: { le: [(() => 1) as unknown as number] } }),
      forever(),
    );
    await expect(unsendable).rejects.toThrow('could not be cloned');
    expect(await calibration(async () => sixHours(), forever())).toMatchObject({ calibrated: true });
  });
});
