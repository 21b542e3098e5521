/** At most so many at once; the others wait, in the order in which they came. */

/** Runs `body` when it is its turn. Rejects with the signal's reason if that comes first. */
export type InTurn = <T>(signal: AbortSignal, body: () => Promise<T>) => Promise<T>;

export function turns(most: number): InTurn {
  let taken = 0;
  const waiting = new Set<() => void>();
  const handOn = (): void => {
    const [next] = waiting;
    if (next === undefined) taken -= 1;
    else next();
  };
  const turn = (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (taken < most) {
      taken += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        waiting.delete(enter);
        reject(reasonOf(signal));
      };
      const enter = (): void => {
        waiting.delete(enter);
        signal.removeEventListener('abort', leave);
        resolve();
      };
      waiting.add(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  };
  return async (signal, body) => {
    await turn(signal);
    try {
      return await body();
    } finally {
      handOn();
    }
  };
}

const reasonOf = ({ reason }: AbortSignal): Error =>
  reason instanceof Error ? reason : new Error('It was stopped before its turn came.', { cause: reason });
