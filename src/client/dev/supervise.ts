/** Keeps one part of `slipway dev` alive: started again, after a growing pause, whenever it ends by itself. */
import type { Ended } from '../../worker/kept-process.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

export interface Part {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  stop(): Promise<void>;
}

export interface Supervised {
  readonly pid: () => number | undefined;
  stop(): Promise<void>;
}

export interface SupervisedPart {
  /** ‘The worker’. */
  readonly name: string;
  start(): Promise<Part>;
  /** Why it ended, as its log tells. */
  lastWords(): string;
  say(line: string): void;
  /** Told of each process that it is. */
  started?(pid: number): void;
  /** For tests. Default 1 s. */
  readonly firstPauseMs?: number;
}

const longestPauseMs = 30_000;
/** Who has lived so long did not fail at its start: the next pause is a short one again. */
const healthyMs = 10_000;

/** Rejects if the first start fails. */
export async function supervise(part: SupervisedPart): Promise<Supervised> {
  const { name, say, firstPauseMs = 1000 } = part;
  const stopping = new AbortController();
  let current: Part | undefined = await begun();
  const watching = watch();

  async function watch(): Promise<void> {
    let pause = firstPauseMs;
    while (current !== undefined) {
      const born = Date.now();
      const how = await current.ended;
      current = undefined;
      if (Date.now() - born > healthyMs) pause = firstPauseMs;
      while (current === undefined && !stopping.signal.aborted) {
        say(`${name} ${endedHow(how, part)}. It is started again in ${pause / 1000} s.`);
        await sleep(pause, stopping.signal);
        pause = Math.min(pause * 2, longestPauseMs);
        current = await again();
      }
    }
  }

  async function begun(): Promise<Part> {
    const begins = await part.start();
    part.started?.(begins.pid);
    return begins;
  }

  async function again(): Promise<Part | undefined> {
    if (stopping.signal.aborted) return undefined;
    try {
      return await begun();
    } catch (error) {
      say(reasonOf(error));
      return undefined;
    }
  }

  return {
    pid: () => current?.pid,
    async stop() {
      stopping.abort();
      await current?.stop();
      await watching;
    },
  };
}

/** Who was killed had nothing to say about it. */
const endedHow = ({ code, signal }: Ended, { lastWords }: SupervisedPart): string =>
  signal === null ? `ended (exit code ${code}): ${lastWords()}` : `was killed (${signal})`;

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    signal.addEventListener('abort', over);
  });
}
