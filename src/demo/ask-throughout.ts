/** A client that asks throughout, as users do: zero downtime is measured, not claimed. */
import { setTimeout as wait } from 'node:timers/promises';

const everyMs = 20;

/** Begins to ask; what is given back ends it, and tells which requests failed. */
export function askThroughout(url: string): () => Promise<readonly string[]> {
  const over = new AbortController();
  let asked = 0;
  const failed: string[] = [];
  const asking = (async () => {
    while (!over.signal.aborted) {
      const seen = await fetch(url).then(
        async (response) => (
          await response.arrayBuffer(),
          response.ok ? undefined : `status ${response.status}`
        ),
        (error: unknown) => String(error),
      );
      asked += 1;
      if (seen !== undefined) failed.push(seen);
      await wait(everyMs);
    }
  })();
  return async () => {
    over.abort();
    await asking;
    if (asked === 0) return ['the client that asks throughout never came to ask'];
    return failed.length === 0
      ? []
      : [`${failed.length} of ${asked} requests to ${url} failed: ${failed[0] ?? ''}`];
  };
}
