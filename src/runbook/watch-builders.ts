/** Builders of what watches: a soak (time under checks) and a guard (checks while a subtree runs). */
import { buildAsk } from './ask-builder.ts';
import type { AskOptions } from './ask-builder.ts';
import { everybody } from './audience.ts';
import type { BuiltNode } from './built.ts';
import type { Check, GuardNode, SoakNode } from './plan.ts';
import { slug } from './slug.ts';

interface WatchOptions {
  /** Default: the title in lower case with dashes. */
  readonly id?: string;
  readonly checks: readonly Check[];
  /** Time between two samples of a check. Default 30 s. */
  readonly interval?: string;
  /** What a failed check does. Default `ask`: approve to go on, reject to roll back. `park` waits for a repair. */
  readonly onFail?: 'rollback' | 'ask' | 'park';
  /** What too little evidence does. Default `ask`. */
  readonly onInconclusive?: 'ask' | 'rollback';
  /** Who is asked, and what. Default: everybody of the configuration. */
  readonly ask?: Partial<AskOptions>;
}

export interface SoakOptions extends WatchOptions {
  /** How long: `15m`. */
  readonly for: string;
  /** Whether comparisons that have shown the canary to be healthy end it before its time. Default true. */
  readonly passEarly?: boolean;
  /** The least time before it passes early. Default: none but what the comparisons need. */
  readonly minimum?: string;
}

/** Time under checks. */
export function soak(title: string, options: SoakOptions): BuiltNode<SoakNode> {
  const { passEarly = true, minimum } = options;
  return {
    node: {
      type: 'soak',
      ...watching(title, options),
      for: options.for,
      // Thresholds hold until the end: only comparisons can show health.
      ...(passEarly && options.checks.some(({ judge }) => judge !== undefined) ? { passEarly } : {}),
      ...(minimum === undefined ? {} : { minimum }),
    },
  };
}

export interface GuardOptions extends WatchOptions {
  /** Keeps watching at least this long, however quick the work inside is. */
  readonly atLeast?: string;
}

/** Checks that keep watching while `inside` runs. */
export function guard(title: string, options: GuardOptions, inside: BuiltNode): BuiltNode<GuardNode> {
  const { atLeast } = options;
  return {
    node: {
      type: 'guard',
      ...watching(title, options),
      ...(atLeast === undefined ? {} : { atLeast }),
      node: inside.node,
    },
  };
}

function watching(
  title: string,
  { id = slug(title), checks, interval = '30s', onFail = 'ask', onInconclusive, ask }: WatchOptions,
) {
  return {
    id,
    title,
    checks: [...checks],
    interval,
    ask: buildAsk({ ...askOnTrip, ...ask }),
    onFail,
    ...(onInconclusive === undefined ? {} : { onInconclusive }),
  };
}

const askOnTrip: AskOptions = {
  instructions:
    'A check failed, or there was too little to judge by. Find the explanation: approve to go on, reject to roll back.',
  approvers: everybody,
};
