/** Looks until what is seen is as wanted; says what was seen last if it never comes. */
import { setTimeout as wait } from 'node:timers/promises';

export async function eventually<T>(
  look: () => Promise<T>,
  wanted: (seen: T) => boolean,
  withinMs = 30_000,
): Promise<T> {
  const since = Date.now();
  for (;;) {
    const seen = await look();
    if (wanted(seen)) return seen;
    const waited = Date.now() - since;
    if (waited > withinMs) throw new Error(`It never came; last seen: ${JSON.stringify(seen, undefined, 1)}`);
    // The longer it takes, the seldomer it is looked at: many that wait together would keep the machine busy with looking.
    await wait(Math.min(20 + waited / 10, 400));
  }
}
