/** What programs do in the practice cluster's pods: whoever makes the world says it, for the cluster knows none. */
import type { JsonObject } from './state.ts';

export interface ProgramRun {
  readonly namespace: string;
  readonly pod: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  /** What programs of the namespace have kept: a database, for instance. */
  readonly kept: Readonly<JsonObject>;
}

export interface ProgramEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr?: string;
  /** What is kept from now on; absent: as it was. */
  readonly keeps?: JsonObject;
  /** For the journal: what it did to its namespace, each once. */
  readonly effects?: readonly { readonly effect: string; readonly target: string }[];
}

/** Pure: the cluster keeps what they keep, in one write with their end. */
export interface Programs {
  /** Of a Job's pod. Default: it ends well and says nothing. */
  readonly job?: (run: ProgramRun) => ProgramEnd;
  /** Of a command that is run in a pod beside what it does. Default: there is no such program. */
  readonly exec?: (run: ProgramRun) => ProgramEnd;
}

export const runJobProgram = ({ job }: Programs, run: ProgramRun): ProgramEnd =>
  job?.(run) ?? { exitCode: 0, stdout: '' };

export const runExec = ({ exec }: Programs, run: ProgramRun): ProgramEnd =>
  exec?.(run) ?? { exitCode: 127, stdout: '', stderr: `sh: ${run.command[0] ?? ''}: not found\n` };
