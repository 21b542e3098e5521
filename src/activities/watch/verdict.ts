/** The verdict over all checks: failure goes before doubt, doubt before a pass. Pure. */
import type { CheckEvidence, Finding, WatchCall, WatchReply } from '../calls.ts';
import { judgementNow } from './compare.ts';
import type { Comparing } from './compare.ts';
import type { Compared } from './compared.ts';
import type { Sampling } from './sample.ts';
import { freshTally } from './tally.ts';
import type { Tally } from './tally.ts';

interface Memory {
  readonly tallies: Readonly<Record<string, Tally>>;
  readonly compared: Readonly<Record<string, Compared>>;
}

/** How one check stands. `healthy`: it need not be watched any longer. */
interface Standing {
  readonly verdict: 'fail' | 'inconclusive' | 'pass' | 'continue';
  readonly says: string;
  readonly healthy: boolean;
}

/** The reply that ends the watch; undefined while it goes on. */
export function decide(
  call: WatchCall,
  samplings: readonly Sampling[],
  comparings: readonly Comparing[],
  memory: Memory,
  over: boolean,
): WatchReply | undefined {
  const standings = [
    ...samplings.filter(judged).map((sampling) => sampled(sampling, memory, over)),
    ...comparings.filter(judged).map((comparing) => compared(comparing, memory, over)),
  ];
  const end = verdictOf(standings, call, comparings.some(judged), over);
  if (end === undefined) return undefined;
  const evidence = shownOf(comparings, memory);
  return {
    verdict: end,
    says: standings
      .filter(({ verdict }) => end === 'pass' || verdict === end)
      .map(({ says }) => says)
      .join('; '),
    findings: findingsOf(samplings, memory),
    ...(evidence.length === 0 ? {} : { evidence }),
  };
}

const judged = ({ check }: Sampling | Comparing): boolean => check.shadow !== true;

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

function sampled({ check }: Sampling, { tallies }: Memory, over: boolean): Standing {
  const { failures, voids, samples, says } = tallies[check.id] ?? freshTally;
  const told = `${check.title}: ${says}`;
  if (failures > check.failureLimit) return { verdict: 'fail', says: told, healthy: false };
  if (voids > check.inconclusiveLimit || (over && (voids > 0 || samples === 0)))
    return { verdict: 'inconclusive', says: told, healthy: false };
  return { verdict: over ? 'pass' : 'continue', says: told, healthy: voids === 0 && samples > 0 };
}

function compared(comparing: Comparing, memory: Memory, over: boolean): Standing {
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

/** What can be shown of the comparisons. */
export const shownOf = (comparings: readonly Comparing[], { compared: all }: Memory): CheckEvidence[] =>
  comparings.flatMap((comparing) => {
    const known = all[comparing.check.id];
    if (known === undefined) return [];
    const { check } = comparing;
    const { verdict, reason, metrics, harm, failsAt, health, passesAt } = judgementNow(
      comparing,
      known,
    ).early;
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
  });

const findingsOf = (samplings: readonly Sampling[], { tallies }: Memory): Finding[] =>
  samplings.flatMap(({ check }) => tallies[check.id]?.findings ?? []);
