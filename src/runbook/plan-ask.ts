/** A question to people, as the plan has it. */
import { z } from 'zod';
import { durationSchema } from './duration.ts';
import { jsonSchema } from './json.ts';
import { idSchema } from './plan-base.ts';

export const questionSchema = z.discriminatedUnion('type', [
  z.strictObject({ id: idSchema, type: z.literal('text'), title: z.string(), required: z.boolean() }),
  z.strictObject({ id: idSchema, type: z.literal('number'), title: z.string(), required: z.boolean() }),
  z.strictObject({ id: idSchema, type: z.literal('boolean'), title: z.string(), required: z.boolean() }),
  z.strictObject({
    id: idSchema,
    type: z.literal('choice'),
    title: z.string(),
    required: z.boolean(),
    choices: z.array(z.string()).min(1),
  }),
]);

/** People by role, with the names that the configuration gave the role when the plan was made. */
export const audienceSchema = z.strictObject({
  roles: z.array(z.string()),
  people: z.array(z.string()),
});

/** A question to people: everything a gate, a tripped guard and a failed soak have in common. */
export const askSchema = z.strictObject({
  instructions: z.string(),
  /** What to look at before answering; values may hold references. */
  evidence: z.array(z.strictObject({ title: z.string(), value: jsonSchema })),
  questions: z.array(questionSchema),
  approvers: audienceSchema,
  /** How many different people must approve. */
  quorum: z.number().int().min(1),
  /** Four eyes: whoever started the release may not answer. */
  notStarter: z.boolean(),
  deadline: z.strictObject({ after: durationSchema, then: z.enum(['approve', 'reject', 'park']) }).optional(),
  reminders: z.array(z.strictObject({ after: durationSchema, to: audienceSchema })),
});
