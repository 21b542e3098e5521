/** Figures of a series: how many runs went wrong and how, and how long releases stood still. Pure. */
import type { Ran } from './run-point.ts';

export interface Summary {
  readonly runs: number;
  readonly points: number;
  /** Ended otherwise than undisturbed: an effect missing, another outcome or world, a view that was not so. */
  readonly lost: number;
  readonly duplicated: number;
  readonly stuck: number;
  /** From the kill until the release moved; null where nothing was killed. */
  readonly medianRecoveryMs: number | null;
  readonly p95RecoveryMs: number | null;
}

export function summaryOf(all: readonly Ran[]): Summary {
  const count = (...findings: readonly Ran['finding'][]): number =>
    all.filter(({ finding }) => findings.includes(finding)).length;
  const times = recoveries(all, 'killToProgressMs');
  return {
    runs: all.length - count('skipped'),
    points: new Set(all.map(({ point }) => point)).size,
    lost: count('lost', 'wrong'),
    duplicated: count('duplicated'),
    stuck: count('stuck'),
    medianRecoveryMs: quantile(times, 0.5),
    p95RecoveryMs: quantile(times, 0.95),
  };
}

/** Nothing went wrong; and something was struck, or nothing is certified. */
export const passed = ({ runs, lost, duplicated, stuck }: Summary): boolean =>
  runs > 0 && lost + duplicated + stuck === 0;

export const recoveries = (
  all: readonly Ran[],
  what: 'killToProgressMs' | 'backToProgressMs',
): readonly number[] => all.flatMap(({ recovery }) => (recovery === undefined ? [] : [recovery[what]]));

export function quantile(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
}
