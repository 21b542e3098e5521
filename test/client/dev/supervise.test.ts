import { describe, expect, test } from '@jest/globals';
import { supervise } from '../../../src/client/dev/supervise.ts';
import type { Part } from '../../../src/client/dev/supervise.ts';
import type { Ended } from '../../../src/worker/kept-process.ts';
import { eventually } from '../../support/eventually.ts';

/** Parts that the test lets die. */
function nursery(failing: readonly number[] = []) {
  const dying: ((how: Ended) => void)[] = [];
  const said: string[] = [];
  let starts = 0;
  const start = async (): Promise<Part> => {
    starts += 1;
    if (failing.includes(starts)) throw new Error(`start ${starts} fails`);
    let die: (how: Ended) => void = () => undefined;
    const ended = new Promise<Ended>((resolve) => (die = resolve));
    dying.push(die);
    return { pid: starts, ended, stop: async () => die({ code: 0, signal: null }) };
  };
  const part = {
    name: 'The part',
    start,
    lastWords: () => 'ouch',
    say: (line: string) => void said.push(line),
    firstPauseMs: 1,
  };
  return {
    part,
    said,
    kill: () => dying.at(-1)?.({ code: null, signal: 'SIGKILL' }),
    fail: () => dying.at(-1)?.({ code: 7, signal: null }),
    starts: () => starts,
  };
}

describe('a supervised part', () => {
  test('is started again when it dies, and people are told why it died', async () => {
    const { part, said, fail } = nursery();
    const supervised = await supervise(part);
    fail();
    await eventually(
      async () => supervised.pid(),
      (pid) => pid === 2,
    );
    expect(said).toEqual(['The part ended (exit code 7): ouch. It is started again in 0.001 s.']);
    await supervised.stop();
  });

  test('that was killed is started again; what its log said before has nothing to do with it', async () => {
    const { part, said, kill } = nursery();
    const supervised = await supervise(part);
    kill();
    await eventually(
      async () => supervised.pid(),
      (pid) => pid === 2,
    );
    expect(said).toEqual(['The part was killed (SIGKILL). It is started again in 0.001 s.']);
    await supervised.stop();
  });

  test('is tried again when it can not be started at once', async () => {
    const { part, said, kill } = nursery([2]);
    const supervised = await supervise(part);
    kill();
    await eventually(
      async () => supervised.pid(),
      (pid) => pid === 3,
    );
    expect(said).toContain('start 2 fails');
    await supervised.stop();
  });

  test('stays down when it was told to stop', async () => {
    const { part, said, starts } = nursery();
    const supervised = await supervise(part);
    await supervised.stop();
    expect([starts(), said]).toEqual([1, []]);
  });

  test('that never starts is an error of its own', async () => {
    await expect(supervise(nursery([1]).part)).rejects.toThrow('start 1 fails');
  });
});
