/** Comparisons begin beside the looks: calibrating takes its time, and what else is watched does not wait for it. */
import type { CheckContext } from '../check.ts';
import type { Calibrate } from './calibration.ts';
import { begin } from './compare.ts';
import type { Comparing } from './compare.ts';
import type { Compared } from './compared.ts';

export interface Beginnings {
  /**
   * What to go on from: what is known, or a comparison begun anew. Undefined while that is still calibrated; waits for it no
   * longer than so many milliseconds.
   */
  from(comparing: Comparing, known: Compared | undefined, patienceMs: number): Promise<Compared | undefined>;
}

export function beginnings(ctx: CheckContext, calibrate: Calibrate): Beginnings {
  const begun = new Map<string, Promise<Compared>>();
  return {
    async from(comparing, known, patienceMs) {
      if (known !== undefined && !isBlind(comparing, known)) return known;
      const { id } = comparing.check;
      const beginning = begun.get(id) ?? begin(comparing, ctx, calibrate);
      begun.set(id, beginning);
      const compared = await within(beginning, patienceMs);
      if (compared === undefined) return undefined;
      begun.delete(id);
      return { ...compared, voids: known?.voids ?? 0 };
    },
  };
}

/** The source did not answer for the past, nor has it since: it may still, and nothing has been judged without. */
const isBlind = ({ span }: Comparing, { until, trouble, calibration }: Compared): boolean =>
  trouble !== undefined && !calibration.calibrated && until * 1000 === span.since;

/** What it gives, or undefined when it takes longer; it goes on beside. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  if (ms === Infinity) return promise;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
  try {
    // A beginning that fails while nobody waits has been stopped, with the watch.
    promise.catch(() => undefined);
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
