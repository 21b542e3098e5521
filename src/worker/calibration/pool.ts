/** Calibrates on a few threads: it is half a second of sums, in which the worker's own thread could not beat its hearts. */
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { Calibrate, ToCalibrate } from '../../activities/watch/calibration.ts';
import { calibrationSchema } from '../../judge/index.ts';
import type { Calibration } from '../../judge/index.ts';
import { turns } from '../turns.ts';
import { startThread } from './start-thread.ts';

/** The worker's own thread wants a core too. */
const usualThreads = (): number => Math.max(1, Math.min(4, availableParallelism() - 1));
/** Soaks often begin together; a thread that nobody needs for so long is ended. */
const idleMs = 10_000;

/** Threads start when they are needed, and none keeps the process alive. */
export function createCalibration(threads = usualThreads()): Calibrate {
  // Some histories are read while others are calibrated by; all of them at once would not fit the memory.
  const reading = turns(threads + 3);
  const computing = turns(threads);
  const idle = new Map<Worker, NodeJS.Timeout>();

  function rest(thread: Worker): void {
    const end = (): void => {
      idle.delete(thread);
      void thread.terminate();
    };
    idle.set(thread, setTimeout(end, idleMs).unref());
  }

  function rested(): Worker | undefined {
    for (const [thread, timer] of idle) {
      clearTimeout(timer);
      idle.delete(thread);
      return thread;
    }
    return undefined;
  }

  async function run(job: ToCalibrate, signal: AbortSignal): Promise<Calibration> {
    const thread = rested() ?? startThread();
    try {
      const calibration = calibrationSchema.parse(await answerOf(thread, job, signal));
      rest(thread);
      return calibration;
    } catch (error) {
      // Sums can't be interrupted: a thread that nobody waits for any more is ended.
      await thread.terminate();
      throw error;
    }
  }

  return (read, signal) =>
    reading(signal, async () => {
      const job = await read();
      return computing(signal, () => run(job, signal));
    });
}

function answerOf(thread: Worker, job: ToCalibrate, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number): void => fail(new Error(`A calibrating thread ended with code ${code}.`));
    const stopped = (): void => fail(new Error('The calibration was stopped.', { cause: signal.reason }));
    const settle = (): void => {
      thread.off('message', answered).off('error', fail).off('exit', ended);
      signal.removeEventListener('abort', stopped);
    };
    const answered = (answer: unknown): void => {
      settle();
      resolve(answer);
    };
    const fail = (error: Error): void => {
      settle();
      reject(error);
    };
    thread.on('message', answered).on('error', fail).on('exit', ended);
    signal.addEventListener('abort', stopped, { once: true });
    thread.postMessage(job);
  });
}
