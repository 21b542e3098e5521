/** What a soak and a guard watch, as the plan has it. */
import { z } from 'zod';
import { exceptionRulesSchema, judgeOptionsSchema, pastOptionsSchema } from '../judge/index.ts';
import { durationSchema } from './duration.ts';
import { askSchema } from './plan-ask.ts';
import { idSchema, inputSchema, nodeBase } from './plan-base.ts';

/** What the soak or guard itself says is not the check's to say. */
export const comparisonOptionsSchema = judgeOptionsSchema
  .omit({ for: true, interval: true, passEarly: true, minimum: true })
  .extend({
    tickSeconds: z
      .number()
      .positive()
      .exactOptional()
      .describe('Seconds that a tick stands for, in a rehearsal whose world is faster than life'),
  });

/** One thing to watch. `kind` names a check of the registry; its samples are numbers held against the bounds. */
export const checkSchema = z.strictObject({
  id: idSchema,
  title: z.string().min(1),
  kind: z.string(),
  input: inputSchema,
  /** A sample below or above counts as a failure. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** Failures tolerated before the check fails; 0: the first one fails it. */
  failureLimit: z.number().int().min(0),
  /** Samples without data tolerated before the check is inconclusive. */
  inconclusiveLimit: z.number().int().min(0),
  /** Of comparisons, and of all of them: how the judge holds the canary against its baseline. */
  judge: comparisonOptionsSchema.exactOptional(),
  /** Of what is held against its own past: which changes are notable. */
  past: pastOptionsSchema.exactOptional(),
  /** Of new exceptions: how many are too many. */
  issues: exceptionRulesSchema.exactOptional(),
  /** Reported, not judged. */
  shadow: z.literal(true).exactOptional(),
});

export const watching = {
  checks: z.array(checkSchema).min(1),
  /** Time between two samples of a check. */
  interval: durationSchema,
  /** Asked when `onFail` is `ask` (approve: go on; reject: roll back), or when the evidence is inconclusive. */
  ask: askSchema,
  /** `park`: it waits for a person's order, as a failed step does. */
  onFail: z.enum(['rollback', 'ask', 'park']),
  /** Absent: `ask`. */
  onInconclusive: z.enum(['ask', 'rollback']).exactOptional(),
};

export const soakNodeSchema = z.strictObject({
  ...nodeBase,
  type: z.literal('soak'),
  for: durationSchema,
  /** Ends before its time when every comparison has shown the canary to be healthy. */
  passEarly: z.literal(true).exactOptional(),
  /** Not before this. Absent: as soon as the evidence suffices. */
  minimum: durationSchema.exactOptional(),
  ...watching,
});
