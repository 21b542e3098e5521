/** What people are told of the room on the disk. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { freeIn, roomOf, watchRoom } from '../../../src/client/dev/room.ts';

const megabyte = 1024 * 1024;

describe('the room on the disk', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('is told of when it gets short, is gone, and is there again; each once', () => {
    const said: string[] = [];
    let free = 500 * megabyte;
    const stop = watchRoom(
      '.slipway',
      (line) => said.push(line),
      () => free,
    );
    for (const next of [500, 30, 30, 0, 0, 30, 500, 500, 0, 500]) {
      free = next * megabyte;
      jest.advanceTimersByTime(2000);
    }
    stop();
    free = 0;
    jest.advanceTimersByTime(10_000);
    expect(said).toEqual([
      expect.stringContaining('less than 64 MB left'),
      expect.stringContaining('is full'),
      expect.stringContaining('not much'),
      expect.stringContaining('is full'),
      expect.stringContaining('There is room again'),
    ]);
  });

  test('is as much as one likes where the system does not tell', () => {
    expect(roomOf(freeIn('/no/such/folder'))).toBe('enough');
    expect(freeIn('/')).toBeGreaterThanOrEqual(0);
  });
});
