/** What a rollback to an earlier entry of the ledger brings back, and what stands against it. Pure. */
import type { Ran } from '../runbook/course.ts';
import type { Runs } from '../runbook/plan.ts';
import { asOf, lasting, ranOf, versionLine } from './history.ts';
import { holdOn, inWords, unholdLine } from './holds.ts';
import type { EnvironmentRules, LedgerEntry } from './view.ts';

export interface Back {
  /** All that ran when the version was there last; empty: the ledger doesn't have it. */
  readonly services: readonly Ran[];
  /** Of the runbook, what runs now. */
  readonly replaces: readonly Ran[];
  /** The versions that can be gone back to, the nearest first. */
  readonly line: readonly string[];
}

export function backTo(
  { current, ledger }: { readonly current: readonly LedgerEntry[]; readonly ledger: readonly LedgerEntry[] },
  runbook: string,
  version: string,
): Back {
  const lasted = lasting(ledger);
  return {
    services: asOf(lasted, runbook, version).map(ranOf),
    replaces: current.filter((entry) => entry.runbook === runbook).map(ranOf),
    line: versionLine(lasted, runbook).slice(0, -1).reverse(),
  };
}

export interface Against {
  readonly message: string;
  readonly remedy: string;
}

/** A version that is held is not gone back to either. */
export function heldBack(
  rules: readonly EnvironmentRules[],
  runbook: string,
  versions: readonly string[],
): Against[] {
  return rules.flatMap(({ name, holds }) => {
    const hold = holdOn(holds, { runbook, versions, purpose: 'rollback' });
    if (hold?.version === undefined) return [];
    return [
      {
        message: inWords(hold, name, runbook),
        remedy: `Go back to another version, or lift that: ${unholdLine(hold, name)}`,
      },
    ];
  });
}

/** Where the record has changed since the plan was made, the plan says nothing any more. */
export function changedSince(
  replaces: readonly Runs[],
  current: readonly LedgerEntry[],
  runbook: string,
): Against[] {
  const now = current.filter((entry) => entry.runbook === runbook);
  const services = new Set([...replaces, ...now].map(({ service }) => service));
  return [...services].flatMap((service) => {
    const [was, is] = [replaces, now].map((of) => of.find((one) => one.service === service));
    if (was?.version === is?.version && was?.digest === is?.digest) return [];
    return [
      {
        message: `${service} was at ${was?.version ?? 'nothing'} when this was planned, and is at ${is?.version ?? 'nothing'} now`,
        remedy: 'Start again: the plan is made anew',
      },
    ];
  });
}
