/** A/A placebo soaks: before the release all instances are alike, so each plays the canary against the rest. */
import type { Arm, GroupsTick } from './tick.ts';

/** Counts of one placebo soak, tick by tick; a void tick holds zeros. */
export interface Placebo {
  /** Instances that play the canary; those of the placebo so many places on are others. */
  readonly size: number;
  readonly canaryRequests: Float64Array;
  readonly canaryErrors: Float64Array;
  readonly baselineRequests: Float64Array;
  readonly baselineErrors: Float64Array;
}

/** What is counted of an instance: its errors, or its requests slower than a bound. */
export type Count = (arm: Arm) => { readonly requests: number; readonly errors: number };

/** `size` instances at a time play the canary. */
export function placebos(history: readonly GroupsTick[], size: number, count: Count): Placebo[] {
  const groups = Math.max(0, ...history.map((tick) => tick.groups.length));
  if (groups < 2 * size) return [];
  return Array.from({ length: groups }, (_, first) => placebo(history, { first, size, groups, count }));
}

function placebo(
  history: readonly GroupsTick[],
  { first, size, groups, count }: { first: number; size: number; groups: number; count: Count },
): Placebo {
  const made: Placebo = {
    size,
    canaryRequests: new Float64Array(history.length),
    canaryErrors: new Float64Array(history.length),
    baselineRequests: new Float64Array(history.length),
    baselineErrors: new Float64Array(history.length),
  };
  for (const [k, tick] of history.entries()) {
    const plays = (group: number): boolean => (group - first + groups) % groups < size;
    const canary = total(tick.groups, count, plays);
    const rest = total(tick.groups, count, (group) => !plays(group));
    if (canary.requests === 0 || rest.requests === 0) continue;
    made.canaryRequests[k] = canary.requests;
    made.canaryErrors[k] = canary.errors;
    made.baselineRequests[k] = rest.requests;
    made.baselineErrors[k] = rest.errors;
  }
  return made;
}

function total(
  groups: readonly (Arm | null)[],
  count: Count,
  wanted: (group: number) => boolean,
): { requests: number; errors: number } {
  let requests = 0;
  let errors = 0;
  for (const [group, arm] of groups.entries()) {
    if (arm === null || !wanted(group)) continue;
    const counted = count(arm);
    requests += counted.requests;
    errors += counted.errors;
  }
  return { requests, errors };
}
