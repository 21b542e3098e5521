/**
 * The plan: immutable JSON, a tree of nodes. What people see before they say yes is exactly what runs.
 */
import { z } from 'zod';
import { durationSchema } from './duration.ts';
import { jsonSchema } from './json.ts';

export { durationSchema, toMs } from './duration.ts';

export const planFormat = 'slipway.plan/v1';

export const idPattern = /^[a-z][a-z0-9-]{0,62}$/;

export const idSchema = z
  .string()
  .regex(
    idPattern,
    'must be lower-case letters, digits and dashes, beginning with a letter, at most 63 long',
  );

/** What becomes of the release when a node fails for good. `park` waits for a person. */
export const failurePolicySchema = z.enum(['park', 'rollback', 'continue']);

/** Input with references in it: `{ "$ref": "build.digest" }` anywhere inside. */
const inputSchema = z.record(z.string(), jsonSchema);

const nodeBase = { id: idSchema, title: z.string().min(1) };

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
});

export const stepNodeSchema = z.strictObject({
  ...nodeBase,
  type: z.literal('step'),
  kind: z.string(),
  input: inputSchema,
  /** A required step can't be skipped. */
  required: z.boolean(),
  onFailure: failurePolicySchema,
  /** How it is undone: `read` steps have nothing to undo; `irreversible` carries the step's reason. */
  effect: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('read') }),
    z.strictObject({ type: z.literal('undoable') }),
    z.strictObject({ type: z.literal('irreversible'), reason: z.string() }),
  ]),
});

export const gateNodeSchema = z.strictObject({
  ...nodeBase,
  type: z.literal('gate'),
  ask: askSchema,
  /** What a rejection does. */
  onReject: z.enum(['rollback', 'abort']),
});

const watching = {
  checks: z.array(checkSchema).min(1),
  /** Time between two samples of a check. */
  interval: durationSchema,
  /** Asked when `onFail` is `ask` (approve: go on; reject: roll back), or when the evidence is inconclusive. */
  ask: askSchema,
  onFail: z.enum(['rollback', 'ask']),
};

export const soakNodeSchema = z.strictObject({
  ...nodeBase,
  type: z.literal('soak'),
  for: durationSchema,
  ...watching,
});

export const releaseNodeSchema = z.strictObject({
  ...nodeBase,
  type: z.literal('release'),
  runbook: z.string(),
  input: inputSchema,
  onFailure: failurePolicySchema,
});

export type StepNode = z.output<typeof stepNodeSchema>;
export type GateNode = z.output<typeof gateNodeSchema>;
export type SoakNode = z.output<typeof soakNodeSchema>;
export type ReleaseNode = z.output<typeof releaseNodeSchema>;
export type SequenceNode = { type: 'sequence'; id: string; title: string; nodes: PlanNode[] };
export type ParallelNode = {
  type: 'parallel';
  id: string;
  title: string;
  limit?: number | undefined;
  nodes: PlanNode[];
};
export type GuardNode = Omit<SoakNode, 'type' | 'for'> & {
  type: 'guard';
  node: PlanNode;
  /** The guard keeps watching at least this long, however quick the subtree is. */
  atLeast?: string | undefined;
};
export type PlanNode = SequenceNode | ParallelNode | StepNode | GateNode | SoakNode | GuardNode | ReleaseNode;
export type NodeType = PlanNode['type'];

export const nodeSchema: z.ZodType<PlanNode> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ ...nodeBase, type: z.literal('sequence'), nodes: z.array(nodeSchema) }),
    z.strictObject({
      ...nodeBase,
      type: z.literal('parallel'),
      /** How many children run at once; absent: all. */
      limit: z.number().int().min(1).optional(),
      nodes: z.array(nodeSchema),
    }),
    stepNodeSchema,
    gateNodeSchema,
    soakNodeSchema,
    z.strictObject({
      ...nodeBase,
      type: z.literal('guard'),
      ...watching,
      atLeast: durationSchema.optional(),
      node: nodeSchema,
    }),
    releaseNodeSchema,
  ]),
);

/** Something the plan function found out, with its evidence. */
export const factSchema = z.strictObject({
  id: idSchema,
  title: z.string(),
  value: jsonSchema,
  /** Lines a person can check: file names, operations, links. */
  evidence: z.array(z.string()),
});

export const planSchema = z.strictObject({
  format: z.literal(planFormat),
  runbook: idSchema,
  environment: idSchema,
  version: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$/, 'must be letters, digits and . _ + - (at most 128)'),
  input: z.record(z.string(), jsonSchema),
  facts: z.array(factSchema),
  warnings: z.array(z.string()),
  root: nodeSchema,
});

export type Plan = z.output<typeof planSchema>;
export type Fact = z.output<typeof factSchema>;
export type Check = z.output<typeof checkSchema>;
export type Ask = z.output<typeof askSchema>;
export type Audience = z.output<typeof audienceSchema>;
export type Question = z.output<typeof questionSchema>;
export type FailurePolicy = z.output<typeof failurePolicySchema>;
