/** The board as a worker gives it and as `slipway board --json` prints it. Pure. */
import { z } from 'zod';
import { idSchema } from '../runbook/plan.ts';

/** Whether the live system runs what the record says. It is looked at, never concluded. */
export const driftSchema = z.strictObject({
  /**
   * `changing`: it differs while a release that changes it holds the environment. `unknown`: nobody can tell,
   * for the reason that `says` gives.
   */
  state: z.enum(['none', 'drifted', 'changing', 'unknown']),
  /** One sentence; after 'unknown, because' it reads as one too. */
  says: z.string(),
});

const serviceSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  digest: z.string().nullable(),
  commit: z.string().nullable(),
  repository: z.string().nullable(),
  /** ISO 8601, as every time here. */
  since: z.string(),
  /** Id of the release that recorded it. */
  release: z.string(),
  by: z.string(),
  why: z.string(),
  /** The version before it. */
  replaced: z.string().nullable(),
  drift: driftSchema,
});

const goingSchema = z.strictObject({
  release: z.string(),
  runbook: z.string(),
  version: z.string(),
  by: z.string(),
  since: z.string(),
  /** What it changes, as far as its plan says. */
  services: z.array(z.string()),
  urgent: z.string().nullable(),
});

const freezeSchema = z.strictObject({
  id: z.string(),
  by: z.string(),
  at: z.string(),
  reason: z.string(),
  /** Null: until somebody lifts it. */
  until: z.string().nullable(),
  /** Null: all. */
  services: z.array(z.string()).nullable(),
  exempt: z.array(z.string()),
  everywhere: z.boolean(),
});

const holdSchema = z.strictObject({
  /** Null: all, as a rollback leaves it. */
  version: z.string().nullable(),
  /** Null: of any runbook. */
  runbook: z.string().nullable(),
  by: z.string(),
  at: z.string(),
  reason: z.string(),
  everywhere: z.boolean(),
});

const environmentSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  services: z.array(serviceSchema),
  /** The release that has it. */
  holder: goingSchema.nullable(),
  /** In the order in which they come. */
  queue: z.array(goingSchema),
  freezes: z.array(freezeSchema),
  holds: z.array(holdSchema),
  /** Why nobody is let in just now, by a calendar or by what the first in the queue met; `opensAt` null: when a person lifts it. */
  closed: z.strictObject({ why: z.string(), opensAt: z.string().nullable() }).nullable(),
  /** Why it could not be read; the rest of it is empty then. */
  problem: z.string().nullable(),
});

export const boardSchema = z.strictObject({ at: z.string(), environments: z.array(environmentSchema) });

/** Which environments; empty: all of the configuration. */
export const boardCallSchema = z.strictObject({ environments: z.array(idSchema) });

export type Drift = z.output<typeof driftSchema>;
export type BoardService = z.output<typeof serviceSchema>;
export type BoardRelease = z.output<typeof goingSchema>;
export type BoardEnvironment = z.output<typeof environmentSchema>;
export type Board = z.output<typeof boardSchema>;
export type BoardCall = z.output<typeof boardCallSchema>;
