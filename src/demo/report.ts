/** What the demonstration reports: for people a few lines, with `--json` one object. */
import type { Paint } from '../client/views/paint.ts';
import type { CheckEvidence } from '../activities/calls.ts';
import type { Board } from '../environment/board.ts';
import type { NodeState, Outcome } from '../workflows/view.ts';
import type { ReleaseEnd } from './release-end.ts';
import { evidenceOf } from './evidence-of.ts';

export interface Report {
  /** Of the last release. */
  readonly outcome: Outcome;
  readonly releases: readonly {
    readonly id: string;
    readonly runbook: string;
    readonly environment: string;
    readonly version: string;
    readonly outcome: Outcome;
    readonly why: string;
    /** What the judge made of the canaries that it compared. */
    readonly judged: readonly {
      readonly check: string;
      readonly verdict: CheckEvidence['verdict'];
      readonly says: string;
    }[];
    readonly steps: readonly { readonly id: string; readonly kind: string; readonly state: NodeState }[];
  }[];
  /** What the practice world received. */
  readonly effects: number;
  /** Effects that it received twice. */
  readonly duplicates: number;
  /** What `slipway board --json` says at the end. */
  readonly board: Board;
}

export interface Finding {
  readonly report: Report;
  /** What was looked at and found as it should be. */
  readonly checked: readonly string[];
  readonly problems: readonly string[];
}

export const reportOf = (ends: readonly ReleaseEnd[], duplicates: number, board: Board): Report => ({
  outcome: ends.at(-1)?.result.outcome ?? 'not-started',
  releases: ends.map(({ view, result: { outcome, why, steps } }) => ({
    id: view.id,
    runbook: view.runbook,
    environment: view.environment,
    version: view.version,
    outcome,
    why,
    judged: evidenceOf(view).map(({ title, verdict, says }) => ({ check: title, verdict, says })),
    steps: steps.map(({ id: step, kind, state }) => ({ id: step, kind, state })),
  })),
  effects: ends.reduce((sum, { effects }) => sum + effects.length, 0),
  duplicates,
  board,
});

/** For people: how each release ended, what was checked, and what is not as it should be. */
export function reportLines(
  title: string,
  { report: { releases, effects, duplicates }, checked, problems }: Finding,
  { bold, green, red }: Paint,
): string[] {
  const ended = releases.flatMap(({ environment, outcome, steps, judged }) => [
    `${bold(`${title} to ${environment}`)}: ${outcome}. Steps: ${countOf(steps.map(({ state }) => state))}.`,
    ...judged.map(({ check, verdict, says }) => `  ${check} (${bold(verdict)}): ${says}`),
  ]);
  return [
    ...ended,
    `${effects} changes reached the practised systems, ${duplicates === 0 ? 'none of them twice' : `${duplicates} of them twice`}.`,
    ...checked.map((what) => green(`Checked: ${what}`)),
    ...problems.map((problem) => red(`Not as it should be: ${problem}`)),
  ];
}

/** `17 done, 2 skipped`. */
function countOf(states: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
}
