/** How long is watched, and in which ticks. Pure. */
import type { JudgeOptions } from '../../judge/index.ts';
import type { Check } from '../../runbook/plan.ts';

/** Milliseconds; `since` and `until` since the epoch. */
export interface Span {
  readonly since: number;
  /** Absent: a guard, which has no end of its own. */
  readonly until?: number;
  readonly interval: number;
  /** Before that nothing passes early. Absent: the judge's own default. */
  readonly minimum?: number;
}

/** Seconds that stand for no end. */
const endless = 30 * 86_400;
/** Ticks read at once when there is much to catch up on. */
const mostTicks = 240;
/** Seconds before which nothing passes early, unless the soak says otherwise. */
const usualMinimum = 300;

/** A soak is judged in whole ticks, one at least. */
const wholeSeconds = ({ since, until, interval }: Span): number =>
  until === undefined ? endless : (Math.max(1, Math.floor((until - since) / interval)) * interval) / 1000;

/** Seconds of the judge's time in one of the clock's: more than one in a world that is faster than life. */
export const paceOf = ({ judge }: Check, { interval }: Span): number =>
  judge?.tickSeconds === undefined ? 1 : (judge.tickSeconds * 1000) / interval;

export function judgeOptionsOf(check: Check, span: Span): JudgeOptions {
  if (check.judge === undefined) throw new TypeError('a comparison has options for its judge');
  const { tickSeconds: _, ...options } = check.judge;
  const pace = paceOf(check, span);
  return {
    ...options,
    // Half a tick of slack: sums of fractions miss the end by a little.
    for: pace * (wholeSeconds(span) - span.interval / 2000),
    interval: (pace * span.interval) / 1000,
    // The comparisons of a soak pass together: none ends for itself.
    passEarly: false,
    minimum: span.minimum === undefined ? usualMinimum : (pace * span.minimum) / 1000,
  };
}

/** Until when (seconds since the epoch) ticks may be complete: not beyond the end. */
export const completeAt = (span: Span, now: number): number =>
  Math.min(now / 1000, span.since / 1000 + wholeSeconds(span));

/** The edges of the whole ticks from `from` on; no more than are read at once. Fewer than two: no tick is complete. */
export function edgesOf(from: number, interval: number, end: number, most = mostTicks): number[] {
  // Sums of a fraction miss their mark by a little.
  const count = Math.min(most, Math.floor((end - from) / interval + 1e-6));
  return Array.from({ length: Math.max(0, count) + 1 }, (_, index) => from + index * interval);
}

/** A timer may be early by a moment, and a tick that is not quite complete would wait for the next look. */
const slack = 10;

/** When to look next: as soon as a tick is complete and can be read, but not twice within half an interval. */
export function nextLook({ since, interval }: Span, lag: number, now: number): number {
  const soonest = now + interval / 2;
  return soonest + modulo(since + lag + slack - soonest, interval);
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
