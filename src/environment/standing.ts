/** What a version that is to come on is held against, and what it may lack. Pure. */
import type { Runs } from '../runbook/plan.ts';
import type { Spell } from './history.ts';
import type { EnvironmentRules, EnvironmentView, LedgerEntry } from './view.ts';

/** Something that a version lacks. */
export interface Unmet {
  readonly message: string;
  readonly remedy: string;
  /** `exempt`: with a reason that is typed, whoever may can go on without it. */
  readonly way: 'exempt' | 'none';
}

export interface Standing {
  readonly runbook: string;
  readonly version: string;
  /** The environment that the version is to come into. */
  readonly environment: string;
  /** As the environment before is. */
  readonly view: EnvironmentView | undefined;
  /** Its ledger, newest first. */
  readonly ledger: readonly LedgerEntry[];
  /** Of the environment that it is to come into, and of everywhere. */
  readonly rules: readonly EnvironmentRules[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A service that the plan brings, and when the environment before ran it so. */
export interface There {
  readonly runs: Runs;
  readonly spell: Spell;
}

export const named = ({ service, version }: Pick<Runs, 'service' | 'version'>): string =>
  `${service} ${version}`;
export const listed = (services: readonly Pick<Runs, 'service' | 'version'>[]): string =>
  services.map(named).join(', ');
