/** Declares a runbook: its input, and the function that looks at the world and makes a plan. */
import type { z } from 'zod';
import type { BuiltNode } from './built.ts';
import type { Facts } from './facts.ts';
import type { Rollback } from './course.ts';
import { isRecord } from './json.ts';
import type { PromotionOrder } from './promotion-order.ts';

const runbookFormat = 'slipway.runbook/v1';

/** Facts, and what is to run again. */
export type RollbackFacts<Clients> = Omit<Facts<Clients>, 'course'> & { readonly course: Rollback };

/** Every release is of a version, to an environment; more fields as the runbook needs them. */
export type RunbookInput = z.ZodObject<{ environment: z.ZodType<string>; version: z.ZodType<string> }>;

export interface RunbookDefinition<Input extends RunbookInput, Clients> {
  /** Lower-case letters, digits and dashes: part of every release's id. */
  readonly name: string;
  /** One sentence for lists. */
  readonly summary?: string;
  /** Described fields become the help of `slipway start`. */
  readonly input: Input;
  /** What it holds while it runs: its environment, so that one release goes there at a time; or nothing. Default `environment`. */
  readonly lease?: 'environment' | 'none';
  /** Which of its releases wait for a taken environment: `all`, or only the `latest`. Default `all`. */
  readonly queue?: 'all' | 'latest';
  /** The order of environments that a version goes through, and what is asked on the way. Default: none. */
  readonly promotion?: PromotionOrder;
  /** Ordinary TypeScript; may look at anything and changes nothing. Gives the root of the plan. */
  plan(input: z.output<Input>, facts: Facts<Clients>): BuiltNode | Promise<BuiltNode>;
  /** The same for `slipway rollback-to`: brings back what ran before. Absent: the runbook knows no way back but the undo of a release. */
  rollback?(input: z.output<Input>, facts: RollbackFacts<Clients>): BuiltNode | Promise<BuiltNode>;
}

export interface Runbook<
  Input extends RunbookInput = RunbookInput,
  Clients = unknown,
> extends RunbookDefinition<Input, Clients> {
  readonly format: typeof runbookFormat;
}

/** `src/activities/planning.ts` binds `Clients` to the read-only clients that runbooks get. */
export type DefineRunbook<Clients> = <Input extends RunbookInput>(
  definition: RunbookDefinition<Input, Clients>,
) => Runbook<Input, Clients>;

export function defineRunbook<Input extends RunbookInput, Clients = unknown>(
  definition: RunbookDefinition<Input, Clients>,
): Runbook<Input, Clients> {
  return { format: runbookFormat, ...definition };
}

/** Whether a file's export is a runbook, made by whichever copy of this package. */
export const isRunbook = (value: unknown): value is Runbook =>
  isRecord(value) && value['format'] === runbookFormat;
