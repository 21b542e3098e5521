/** What the exit code of `slipway` says. Stable: scripts rely on it. docs/cli.md repeats this table. */
import type { Outcome } from '../workflows/view.ts';

export const exitCodes = {
  ok: 0,
  /** A defect in Slipway. */
  internal: 1,
  /** The command line, the input or the configuration is wrong. */
  usage: 2,
  notFound: 3,
  /** The release refused what was asked of it. */
  refused: 4,
  /** Temporal does not answer. */
  unreachable: 5,
  /** Temporal answers, but no worker does. */
  noWorker: 6,
  /** `slipway doctor` found something. */
  findings: 7,
  rolledBack: 10,
  aborted: 11,
  notStarted: 12,
  partlyRolledBack: 13,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byOutcome: Record<Outcome, ExitCode> = {
  succeeded: exitCodes.ok,
  'rolled-back': exitCodes.rolledBack,
  'partly-rolled-back': exitCodes.partlyRolledBack,
  aborted: exitCodes.aborted,
  'not-started': exitCodes.notStarted,
};

export const exitCodeOf = (outcome: Outcome): ExitCode => byOutcome[outcome];
