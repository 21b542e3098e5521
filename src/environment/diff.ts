/** What lies between two environments, as a worker gives it and as `slipway diff --json` prints it. Pure. */
import { z } from 'zod';
import { idSchema } from '../runbook/plan.ts';

export const diffCallSchema = z.strictObject({ from: idSchema, to: idSchema });

const commitSchema = z.strictObject({
  sha: z.string(),
  /** First line of its message. */
  title: z.string(),
  /** The login on GitHub, else the name in the commit. */
  author: z.string(),
  at: z.string().nullable(),
  url: z.string(),
  /** Null: not asked for, as of all but the newest of many. */
  pulls: z.array(z.strictObject({ number: z.number().int(), title: z.string(), url: z.string() })).nullable(),
});

const sideSchema = z.strictObject({ version: z.string(), commit: z.string().nullable() });

const rangeSchema = z.strictObject({
  repository: z.string(),
  /** Commits that run in `from` and in `to`. */
  from: z.string(),
  to: z.string(),
  /** Services to which it applies. */
  services: z.array(z.string()),
  /** Newest first; what one environment has and the other lacks. */
  onlyInFrom: z.array(commitSchema),
  onlyInTo: z.array(commitSchema),
  /** How many there are, where not all are listed. */
  more: z.number().int(),
  url: z.string().nullable(),
  /** Why it can't be told. */
  problem: z.string().nullable(),
});

export const diffSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  services: z.array(
    z.strictObject({
      name: z.string(),
      /** Null: it isn't recorded there. */
      from: sideSchema.nullable(),
      to: sideSchema.nullable(),
      /** `unknown`: the versions differ, but no commits of one repository are recorded. */
      state: z.enum(['same', 'differs', 'unknown']),
      says: z.string(),
    }),
  ),
  ranges: z.array(rangeSchema),
});

export type DiffCall = z.output<typeof diffCallSchema>;
export type DiffCommit = z.output<typeof commitSchema>;
export type DiffRange = z.output<typeof rangeSchema>;
export type Diff = z.output<typeof diffSchema>;
