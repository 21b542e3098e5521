/**
 * The baseline's instances while the soak runs: where nobody told what they did before, they show meanwhile how errors come about
 * here. What is learnt of the baseline alone says nothing of the canary, so that the soak may be judged anew by it.
 */
import type { Arm, GroupsTick, Tick } from '../../judge/index.ts';

/** Seconds of all instances together at which the soak is judged anew: the judge wants four hours at least. */
const stages = [6 * 3600, 30 * 3600];
/** Ticks without any instances after which none are expected. */
const patience = 20;
/** Requests may be counted a little apart. */
const alike = 0.02;

export class LiveGroups {
  private readonly ticks: GroupsTick[] = [];
  private stage = 0;

  /** Whether there is now enough more of it. */
  add(tick: Tick, groups: readonly (Arm | null)[], interval: number): boolean {
    const ofBaseline = withoutCanary(tick, groups);
    if (ofBaseline === undefined || ofBaseline.length < 2) return false;
    this.ticks.push({ t: tick.t, groups: ofBaseline });
    const due = this.ticks.length * interval * ofBaseline.length >= (stages[this.stage] ?? Infinity);
    if (due) this.stage += 1;
    return due;
  }

  /** Whether more ticks may tell more: not where none of the first did, nor after the last stage. */
  ofUse(ticks: number): boolean {
    return this.stage < stages.length && (this.ticks.length > 0 || ticks < patience);
  }

  get history(): readonly GroupsTick[] {
    return this.ticks;
  }
}

/** Undefined where it can't be told which of them are the canary's. */
function withoutCanary(
  { canary, baseline }: Tick,
  groups: readonly (Arm | null)[],
): readonly (Arm | null)[] | undefined {
  if (canary === null || baseline === null) return undefined;
  if (served(groups) <= (1 + alike) * baseline.requests) return groups;
  const one = groups.findIndex(
    (arm) => arm?.requests === canary.requests && arm.errors === canary.errors && canary.requests > 0,
  );
  const others = groups.filter((_, index) => index !== one);
  // The others keep their places: it is the first of those alike that was left out, and which one is the same to a sum.
  return one >= 0 && served(others) <= (1 + alike) * baseline.requests ? others : undefined;
}

const served = (groups: readonly (Arm | null)[]): number =>
  groups.reduce((sum, arm) => sum + (arm?.requests ?? 0), 0);
