/** What each program that builds images is to the worker: how it is asked to build into a folder, and how to run an image. */
import type { BuildOrder, ImageTask, RunOrder } from '../../activities/oci/builder.ts';
import type { Workspace } from './workspace.ts';

export interface Stage extends BuildOrder {
  /** The checkout. */
  readonly checkout: string;
  /** When it was committed, in seconds since the epoch: the image's times, so that a commit has one digest wherever it is built. */
  readonly committedAt: number;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Image {
  /** With the registry's host, by digest. */
  readonly reference: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Asks the program something outside any work: its exit code, and what it said. */
export type AskTool = (args: readonly string[]) => Promise<{ readonly code: number; readonly log: string }>;

/** Commands of one build, of one run: one after the other, each must end with 0. */
export interface Toolbox {
  readonly name: string;
  /** That it is there and works says `--version`. */
  readonly version: Command;
  /** Why it can't do that, though it is there; undefined: it can. */
  lacks(task: ImageTask, ask: AskTool): Promise<string | undefined>;
  /** Builds a stage; `layout` is where its image is put, in the layout of the OCI; absent: nowhere. */
  build(stage: Stage, space: Workspace, layout: string | undefined): readonly Command[];
  /** Builds a stage and puts its files into a folder. */
  unpack(stage: Stage, space: Workspace, folder: string): readonly Command[];
  /** Makes ready; then the last of them runs the image, for as long as it lives. Absent: it runs nothing. */
  run?(image: Image, order: RunOrder, space: Workspace, port: number): readonly Command[];
  /** Clears away what a run leaves outside the work's folder; it may be gone by then. */
  clear?(space: Workspace): readonly Command[];
}

/** `--flag=name=value` for each. */
export const pairs = (flag: string, values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values).map(([name, value]) => `${flag}=${name}=${value}`);

/** Tells the program in an image where to listen. */
export const listening = (
  { portVariable, hostVariable }: Extract<RunOrder, { type: 'http' }>,
  { address, port }: { readonly address: string; readonly port: number },
): string[] =>
  pairs('--env', {
    [portVariable]: String(port),
    ...(hostVariable === undefined ? {} : { [hostVariable]: address }),
  });
