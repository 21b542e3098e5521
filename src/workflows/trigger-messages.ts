/**
 * What is said of triggers: workflow, ids, and what a look remembers. Pure, so that the CLI may import it.
 *
 * A trigger is a Temporal Schedule, `trigger/<name>`. Each of its times starts one short workflow, a look; what it has
 * seen is its result, which Temporal hands to the next look of the same schedule.
 */
import { z } from 'zod';
import type { StartRelease } from './messages.ts';

export const triggerWorkflow = 'trigger';
export const triggerPrefix = 'trigger/';
export const triggerId = (name: string): string => `${triggerPrefix}${name}`;

/** Who starts the releases of a trigger. */
export const startedByTrigger = (name: string): string => `trigger:${name}`;

/** What the schedule gives each look; `applied` tells which configuration it was made from. */
export const triggerCallSchema = z.object({ name: z.string(), applied: z.string().optional() });
export type TriggerCall = z.output<typeof triggerCallSchema>;

const problemSchema = z.object({
  says: z.string(),
  remedy: z.string(),
  /** Since when every look has ended so; ISO 8601. */
  since: z.string(),
});

const lastSchema = z.object({
  /** The release’s id. */
  release: z.string(),
  version: z.string(),
  /** What was new: ‘the tag v1.2’. */
  because: z.string(),
  at: z.string(),
  /** `started`, or one of this id was there already, so that nothing was started. */
  how: z.enum(['started', 'existed']),
});

export const triggerStateSchema = z.object({
  format: z.literal(1),
  /** Of which source the rest tells; another source begins anew. */
  source: z.string(),
  /** What was there, and what it stood for; null: no look has succeeded yet. */
  seen: z.record(z.string(), z.string()).nullable(),
  lookedAt: z.string().optional(),
  last: lastSchema.optional(),
  /** The release that it waits for. */
  waitsFor: z.string().optional(),
  /** What is new and can't be released yet, with what it lacks. */
  lacks: z.string().optional(),
  /** What it came upon and did not start, newest last. */
  notes: z.array(z.object({ at: z.string(), says: z.string() })),
  problem: problemSchema.optional(),
});

export type TriggerState = z.output<typeof triggerStateSchema>;
export type TriggerStarted = z.output<typeof lastSchema>;
export const mostNotes = 5;

/** What the look activity is asked. */
export interface LookCall {
  readonly name: string;
  /** The time that the schedule meant; ISO 8601. */
  readonly due: string;
  readonly before: TriggerState | null;
}

export interface Wish {
  /** The release’s id. */
  readonly id: string;
  readonly because: string;
  readonly start: StartRelease;
}

export interface LookReply {
  readonly source: string;
  readonly seen: Readonly<Record<string, string>> | null;
  readonly wishes: readonly Wish[];
  readonly notes: readonly string[];
  readonly lacks?: string;
  /** It did not look: this release of its own is under way. */
  readonly waitsFor?: string;
}
