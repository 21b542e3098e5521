/** Work that can't be broken off, left behind when nobody waits for it any more. */

/** Rejects at once, with the signal's reason, when it aborts; what was begun then ends by itself. Nothing is begun after that. */
export function orAborted<T>(signal: AbortSignal, begin: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    begin()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
