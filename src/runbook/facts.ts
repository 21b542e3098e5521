/** What a plan function is given to look around with, and where it puts down what it found. */
import { audienceOf } from './audience.ts';
import type { Person } from './audience.ts';
import type { Promotion, Rollback, Sailing } from './course.ts';
import type { Json } from './json.ts';
import { plainJson } from './json.ts';
import type { Audience, Fact } from './plan.ts';
import { PlanInvalid } from './problem.ts';

export interface Environment {
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** What the configuration says of it: hosts, namespaces, thresholds. */
  readonly vars: Readonly<Record<string, string | number | boolean>>;
  /** What it shares with other environments: a release here holds these as well. */
  readonly shares?: readonly string[];
}

export interface Facts<Clients = unknown> {
  readonly environment: Environment;
  /** Login of whoever asked for this release. */
  readonly startedBy: string;
  /** The environment's systems, to look at and not to change. */
  readonly clients: Clients;
  /** Aborts when planning is cancelled or takes too long: pass it on to every request. */
  readonly signal: AbortSignal;
  /** What the release takes over, where it is a promotion (`slipway promote`) or a rollback; absent: an ordinary start. */
  readonly course?: Promotion | Rollback | undefined;
  /** Shows a finding in the plan, with lines that a person can check it by; gives its value back. */
  record<const Value extends Json>(
    id: string,
    fact: { readonly title: string; readonly value: Value; readonly evidence: readonly string[] },
  ): Value;
  /** Shows a sentence above the plan, before anybody says yes. */
  warn(text: string): void;
  /** The people of the configuration in any of these roles; without a role, all of them. */
  people(...roles: readonly string[]): Audience;
  /** Ends the planning: this release must not be. Nothing has run. */
  refuse(reason: string, remedy?: string): never;
}

/** What the facts are made from. `src/worker` gives it. */
export interface PlanningContext<Clients = unknown> {
  readonly environment: Environment;
  readonly startedBy: string;
  readonly clients: Clients;
  readonly people: readonly Person[];
  readonly signal: AbortSignal;
  /** Names that a child release may have; absent: not checked. */
  readonly runbooks?: readonly string[];
  /** Absent: the version may come from anywhere. */
  readonly sailing?: Sailing | undefined;
}

/** Facts, and the notes that the plan function made on them. */
export interface FactBook<Clients> {
  readonly facts: Facts<Clients>;
  readonly recorded: readonly Fact[];
  readonly warnings: readonly string[];
}

export function openFactBook<Clients>(context: PlanningContext<Clients>): FactBook<Clients> {
  const recorded: Fact[] = [];
  const warnings: string[] = [];
  const { environment, startedBy, clients, signal, people, sailing } = context;
  return {
    recorded,
    warnings,
    facts: {
      environment,
      startedBy,
      clients,
      signal,
      course: sailing?.given,
      record(id, { title, value, evidence }) {
        recorded.push({ id, title, value: plainJson(value), evidence: [...evidence] });
        return value;
      },
      warn(text) {
        warnings.push(text);
      },
      people: (...roles) => audienceOf(people, roles),
      refuse(message, remedy = 'Mend what it names, then start again.') {
        throw new PlanInvalid([{ path: 'plan', message, remedy }]);
      },
    },
  };
}
