/** What the demonstration reports: for people a few lines, with `--json` one object. */
import type { NodeState, Outcome } from '../workflows/view.ts';
import type { ReleaseEnd } from './release-end.ts';

export interface Report {
  /** Of the last release. */
  readonly outcome: Outcome;
  readonly releases: readonly {
    readonly id: string;
    readonly runbook: string;
    readonly environment: string;
    readonly version: string;
    readonly outcome: Outcome;
    readonly steps: readonly { readonly id: string; readonly kind: string; readonly state: NodeState }[];
  }[];
  /** What the practice world received. */
  readonly effects: number;
  /** Effects that it received twice. */
  readonly duplicates: number;
}

export const reportOf = (ends: readonly ReleaseEnd[], duplicates: number): Report => ({
  outcome: ends.at(-1)?.result.outcome ?? 'not-started',
  releases: ends.map(({ view: { id, runbook, environment, version }, result: { outcome, steps } }) => ({
    id,
    runbook,
    environment,
    version,
    outcome,
    steps: steps.map(({ id: step, kind, state }) => ({ id: step, kind, state })),
  })),
  effects: ends.reduce((sum, { effects }) => sum + effects.length, 0),
  duplicates,
});

export function reportLines({ releases, effects, duplicates }: Report): string[] {
  return [
    ...releases.map(({ id, outcome, steps }) => `${id}: ${outcome}, ${steps.length} steps`),
    `${effects} effects on the practice world, ${duplicates} of them twice`,
  ];
}
