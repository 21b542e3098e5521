import { expect, test } from '@jest/globals';
import { turns } from '../../src/worker/turns.ts';

const forever = new AbortController().signal;

/** Work that ends when it is told to. */
function work(inTurn: ReturnType<typeof turns>, signal = forever) {
  let begun = false;
  let end = (): void => undefined;
  const ended = inTurn(signal, () => {
    begun = true;
    return new Promise<void>((resolve) => (end = resolve));
  });
  ended.catch(() => undefined);
  return { ended, begun: () => begun, end: () => end() };
}

test('no more than so many are at it, and the first who waits comes next', async () => {
  const inTurn = turns(2);
  const [a, b, c, d] = [work(inTurn), work(inTurn), work(inTurn), work(inTurn)];
  await Promise.resolve();
  expect([a, b, c, d].map(({ begun }) => begun())).toEqual([true, true, false, false]);
  b.end();
  await b.ended;
  await new Promise(setImmediate);
  expect([c, d].map(({ begun }) => begun())).toEqual([true, false]);
});

test('who fails hands on, and who is stopped while waiting is passed over', async () => {
  const inTurn = turns(1);
  const stop = new AbortController();
  const failing = inTurn(forever, () => Promise.reject(new Error('it broke')));
  const stopped = work(inTurn, stop.signal);
  const last = work(inTurn);
  stop.abort(new Error('no more'));
  await expect(failing).rejects.toThrow('it broke');
  await expect(stopped.ended).rejects.toThrow('no more');
  await new Promise(setImmediate);
  expect([stopped, last].map(({ begun }) => begun())).toEqual([false, true]);
  last.end();
  await last.ended;
});
