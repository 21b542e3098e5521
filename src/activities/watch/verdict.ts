/** The verdict over all checks: failure goes before doubt, doubt before a pass. Pure. */
import { thresholdVerdict } from '../../judge/index.ts';
import type { Check } from '../../runbook/plan.ts';
import type { CheckEvidence, Finding, WatchCall, WatchReply } from '../calls.ts';
import { judgementNow } from './compare.ts';
import type { Comparing } from './compare.ts';
import type { Compared } from './compared.ts';
import type { WatchMemory } from './memory.ts';
import { recalledEvidence, recalledStanding } from './recalled-standing.ts';
import type { Sampling } from './sample.ts';
import { foundStanding } from './search.ts';
import type { Standing } from './standing.ts';
import { freshTally, thresholdsOf } from './tally.ts';
import type { Watched } from './watched.ts';

/** The reply that ends the watch; undefined while it goes on. */
export function decide(
  call: WatchCall,
  watched: Watched,
  memory: WatchMemory,
  over: boolean,
): WatchReply | undefined {
  const { samplings, comparings, recallings, searchings } = watched;
  const { acknowledged } = call;
  const asking = [
    ...recallings
      .filter(judged)
      .map((one) => recalledStanding(one, memory.recalled[one.check.id], acknowledged, over)),
    ...searchings.filter(judged).map((one) => foundStanding(one, memory.found[one.check.id], over)),
  ];
  const standings = [
    ...samplings.filter(judged).map((sampling) => sampled(sampling, memory, over)),
    ...comparings.filter(judged).map((comparing) => compared(comparing, memory, over)),
    ...asking,
  ];
  const end = verdictOf(standings, call, comparings.some(judged), over);
  if (end === undefined) return undefined;
  const evidence = shownOf(watched, memory, acknowledged);
  return {
    verdict: end,
    says: standings
      .filter(({ verdict }) => end === 'pass' || verdict === end)
      .map(({ says }) => says)
      .join('; '),
    findings: [...findingsOf(samplings, memory), ...asking.flatMap(({ findings }) => findings)],
    ...(evidence.length === 0 ? {} : { evidence }),
  };
}

const judged = ({ check }: { readonly check: Check }): boolean => check.shadow !== true;

function verdictOf(
  standings: readonly Standing[],
  { passEarly }: WatchCall,
  compares: boolean,
  over: boolean,
): WatchReply['verdict'] | undefined {
  for (const verdict of ['fail', 'inconclusive'] as const)
    if (standings.some((standing) => standing.verdict === verdict)) return verdict;
  if (over) return 'pass';
  return compares && passEarly !== undefined && standings.every(({ healthy }) => healthy)
    ? 'pass'
    : undefined;
}

function sampled({ check }: Sampling, { tallies }: WatchMemory, over: boolean): Standing {
  const { state, says } = tallies[check.id] ?? freshTally;
  const { verdict } = thresholdVerdict(thresholdsOf(check), state, over ? 'over' : 'running');
  const healthy =
    verdict !== 'fail' && verdict !== 'inconclusive' && state.last !== null && state.voids === 0;
  return { verdict, says: `${check.title}: ${says}`, healthy };
}

function compared(comparing: Comparing, memory: WatchMemory, over: boolean): Standing {
  const { check } = comparing;
  const known = memory.compared[check.id];
  if (known === undefined)
    return { verdict: over ? 'inconclusive' : 'continue', says: `${check.title}: no data`, healthy: false };
  const {
    now: { verdict },
    early,
  } = judgementNow(comparing, known);
  const dark = verdict === 'continue' && known.voids > check.inconclusiveLimit;
  const trouble = known.trouble === undefined ? '' : ` (no data: ${known.trouble})`;
  const says = `${check.title}: ${dark ? `no data in ${known.voids} looks` : early.reason}${trouble}`;
  if (dark || (over && verdict === 'continue')) return { verdict: 'inconclusive', says, healthy: false };
  return { verdict, says, healthy: early.verdict === 'pass' };
}

/** What can be shown of what the judge weighs. */
export const shownOf = (
  { comparings, recallings }: Watched,
  { compared: all, recalled }: WatchMemory,
  acknowledged: readonly string[],
): CheckEvidence[] => [
  ...comparings.flatMap((comparing) => shown(comparing, all[comparing.check.id])),
  ...recallings.flatMap((one) => recalledEvidence(one, recalled[one.check.id], acknowledged)),
];

function shown(comparing: Comparing, known: Compared | undefined): CheckEvidence[] {
  if (known === undefined) return [];
  const { check } = comparing;
  const { verdict, reason, metrics, harm, failsAt, health, passesAt } = judgementNow(comparing, known).early;
  return [
    {
      check: check.id,
      title: check.title,
      shadow: check.shadow === true,
      verdict,
      says: reason,
      harm,
      failsAt,
      health,
      passesAt,
      metrics,
      series: known.series.points,
    },
  ];
}

const findingsOf = (samplings: readonly Sampling[], { tallies }: WatchMemory): Finding[] =>
  samplings.flatMap(({ check }) => tallies[check.id]?.findings ?? []);
