/** What ran in an environment, from its ledger: what lasted how long, and in which order versions came. Pure. */
import type { Ran } from '../runbook/course.ts';
import type { LedgerEntry } from './view.ts';

/** Oldest first, without what was taken back and what took it back. `entries` are the newest first, as the ledger gives them. */
export function lasting(entries: readonly LedgerEntry[]): LedgerEntry[] {
  const undone = new Set(entries.flatMap(({ undoes }) => undoes ?? []));
  return entries.filter(({ key, undoes }) => undoes === undefined && !undone.has(key)).reverse();
}

/** A service at one version and digest, for as long as it ran so. */
export interface Spell {
  readonly entry: LedgerEntry;
  /** ISO 8601. A version that was released again had run on. */
  readonly since: string;
  /** ISO 8601; absent: it runs now. */
  readonly until?: string;
}

/** The last time that a service ran at a version, be it now. */
export function lastSpell(
  lasted: readonly LedgerEntry[],
  { service, version }: Pick<Ran, 'service' | 'version'>,
): Spell | undefined {
  const own = lasted.filter((entry) => entry.service === service);
  const at = own.findLastIndex((entry) => entry.version === version);
  const entry = own[at];
  if (entry === undefined) return undefined;
  const other = own.slice(0, at).findLastIndex((earlier) => !sameThing(earlier, entry));
  const until = own[at + 1]?.at;
  return {
    entry,
    since: own[other + 1]?.at ?? entry.at,
    ...(until === undefined ? {} : { until }),
  };
}

const sameThing = (one: LedgerEntry, other: LedgerEntry): boolean =>
  one.version === other.version && one.digest === other.digest;

/**
 * A runbook's versions in an environment, oldest first; the last is the present one. Whoever goes back from C to B stands at B
 * as before C: what lies before it is A, and C is no way back.
 */
export function versionLine(lasted: readonly LedgerEntry[], runbook: string): string[] {
  const line: string[] = [];
  for (const { version, back, ...entry } of lasted) {
    if (entry.runbook !== runbook || line.at(-1) === version) continue;
    const at = back === true ? line.lastIndexOf(version) : -1;
    if (at === -1) line.push(version);
    else line.splice(at + 1);
  }
  return line;
}

/** All that a runbook ran there when a version of it was there last, whole; empty: it never was. */
export function asOf(
  lasted: readonly LedgerEntry[],
  runbook: string,
  version: string,
): readonly LedgerEntry[] {
  const own = lasted.filter((entry) => entry.runbook === runbook);
  const until = own.findLastIndex((entry) => entry.version === version);
  return [...new Map(own.slice(0, until + 1).map((entry) => [entry.service, entry])).values()];
}

/** What of an entry says what runs. */
export const ranOf = (entry: LedgerEntry): Ran => {
  const { service, version, digest, commit, repository, revision } = entry;
  return { service, version, digest, commit, repository, revision };
};
