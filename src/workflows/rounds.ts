/** What a soak or a guard saw before a person had it look again: it is why that person was asked, so it stays on record. Pure. */
import type { WatchReply, WatchRound } from '../activities/calls.ts';
import { thinned } from '../activities/watch/series.ts';
import type { NodeRecord } from './state.ts';

/** The whole release is one answer to a query, so what is over is kept short. */
const mostRounds = 5;
const mostPoints = 40;

/** The next round begins: what the last one saw is no evidence of it. */
export function setAside(
  record: Pick<NodeRecord, 'evidence' | 'earlier'>,
  { since, until, verdict, says, evidence = [] }: WatchReply & Pick<WatchRound, 'since' | 'until'>,
): void {
  const round: WatchRound = {
    since,
    until,
    verdict,
    says,
    evidence: evidence.map((one) => ({ ...one, series: thinned(one.series, mostPoints) })),
  };
  record.earlier = [...(record.earlier ?? []), round].slice(-mostRounds);
  record.evidence = undefined;
}
