/**
 * What can be said to a release: names and payloads of its updates, signals and its query. Pure, so that the CLI
 * may import it. Updates have synchronous validators: the sender learns at once why something was refused.
 */
import { z } from 'zod';
import type { PlanCall } from '../activities/calls.ts';
import { idSchema } from '../runbook/plan.ts';
import { jsonSchema } from '../runbook/json.ts';

const person = z.string().min(1).max(128).describe('Who says it: a login of the configuration’s people');
const reason = z.string().max(4000).optional().describe('Why; kept in the audit');
const node = idSchema.describe('The node’s id in the plan');
const answers = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .optional()
  .describe('Answers to the gate’s questions, by question id');

/** Says yes to exactly one plan. */
export const confirmSchema = z.strictObject({ by: person, digest: z.string() });

/** Answers a gate, a tripped guard or a failed soak. */
export const decideSchema = z.strictObject({
  by: person,
  node,
  decision: z.enum(['approve', 'reject']),
  answers,
  reason,
});

/** Says what becomes of a parked step, or of a parked undo (`retry` and `skip` only). */
export const resolveSchema = z.discriminatedUnion('action', [
  z.strictObject({ by: person, node, action: z.literal('retry'), reason }),
  z.strictObject({
    by: person,
    node,
    action: z.literal('amend'),
    input: z.record(z.string(), jsonSchema),
    reason,
  }),
  z.strictObject({
    by: person,
    node,
    action: z.literal('skip'),
    /** The output that steps after it refer to, given by hand. */
    output: z.record(z.string(), jsonSchema).optional(),
    reason,
  }),
  z.strictObject({ by: person, node, action: z.literal('rollback'), reason }),
  z.strictObject({ by: person, node, action: z.literal('abort'), reason }),
]);

/** Pause, resume, rollback and abort of the whole release. */
export const orderSchema = z.strictObject({ by: person, reason });

/** The signals `approve` and `reject`; `node` may be left out while only one gate waits. */
export const answerSignalSchema = z.strictObject({ by: person, node: node.optional(), answers, reason });

export const startSchema = z.strictObject({
  runbook: idSchema,
  environment: idSchema,
  version: z.string(),
  input: z.record(z.string(), jsonSchema),
  startedBy: person,
  /** `ask`: wait for `confirm`; `none`: run at once; a digest: run only if the plan is exactly that one. */
  confirm: z.union([z.enum(['ask', 'none']), z.string().regex(/^sha256:[0-9a-f]{64}$/)]),
  /** Goes before releases that are not urgent, and says why. */
  urgent: z.string().min(1).max(500).optional(),
  /** Goes on although the environment is frozen, or a condition of the runbook's order is not met, where who starts it may; says why. */
  exempt: z.string().min(1).max(500).optional(),
  /** It takes what runs elsewhere, or brings back what ran before; absent: neither. */
  course: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('promotion'), from: idSchema }),
      z.strictObject({
        type: z.literal('rollback'),
        reason: z.string().min(1).max(400),
        acknowledged: z.array(z.string().min(1).max(200)).max(200),
      }),
    ])
    .optional(),
  /** Of a child: the releases that it is within, outermost first. From a stranger they are not believed. */
  under: z.array(z.string().min(1).max(512)).max(50).optional(),
  /** Of a child: the environments that its parent holds for it. From a stranger it is not believed. */
  lent: z.array(idSchema).optional(),
});

export type Confirm = z.output<typeof confirmSchema>;
export type Decide = z.output<typeof decideSchema>;
export type Resolve = z.output<typeof resolveSchema>;
export type Order = z.output<typeof orderSchema>;
export type AnswerSignal = z.output<typeof answerSignalSchema>;
export type StartRelease = z.output<typeof startSchema>;

/** What the plan is made from. */
export const planCallOf = ({
  runbook,
  environment,
  version,
  startedBy,
  input,
  course,
  exempt,
}: StartRelease): PlanCall => ({
  runbook,
  environment,
  version,
  startedBy,
  input,
  ...(course === undefined ? {} : { course }),
  ...(exempt === undefined ? {} : { exempt }),
});

/** What an accepted update answers: one line for the person who sent it. */
export interface Reply {
  readonly says: string;
}

/** Workflow type names, as Temporal's list filter needs them (`WorkflowType = 'release'`). */
export const releaseWorkflow = 'release';
export const defaultTaskQueue = 'slipway';

export const updates = ['confirm', 'decide', 'resolve', 'pause', 'resume', 'rollback', 'abort'] as const;
export type UpdateName = (typeof updates)[number];
export const statusQuery = 'status';
/** What a query is refused with that nobody may answer just now: see `not-ahead.ts`. */
export const askAgain = 'Its history had to be read anew and has more than its tasks: ask again.';

export const releaseId = (runbook: string, environment: string, version: string): string =>
  `release/${runbook}/${environment}/${version}`;
