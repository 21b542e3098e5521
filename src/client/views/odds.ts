/** Odds, shares of errors and sizes as people read them: the same on every machine, whatever its locale. */
export { oddsOf as showOdds } from '../../judge/sentence.ts';

/** How far odds have come to a threshold, on a log scale: even odds are the beginning, 1 is the end. */
export function shareOfWay(odds: number, threshold: number): number {
  if (!(odds > 1)) return 0;
  if (odds >= threshold) return 1;
  return Math.log(odds) / Math.log(threshold);
}

/** `0.19 %`. */
export const showShare = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

/** Errors of requests as a share; undefined where there were none. */
export const shareOf = (errors: number, requests: number): number | undefined =>
  requests > 0 ? errors / requests : undefined;
