/**
 * The plan: immutable JSON, a tree of nodes. What people see before they say yes is exactly what runs.
 */
import { z } from 'zod';
import { durationSchema } from './duration.ts';
import { jsonSchema } from './json.ts';
import type { audienceSchema, questionSchema } from './plan-ask.ts';
import { askSchema } from './plan-ask.ts';
import { failurePolicySchema, idSchema, inputSchema, nodeBase } from './plan-base.ts';
import type { checkSchema } from './plan-watch.ts';
import { soakNodeSchema, watching } from './plan-watch.ts';

export { durationSchema, toMs } from './duration.ts';
export { askSchema, audienceSchema, questionSchema } from './plan-ask.ts';
export { failurePolicySchema, idPattern, idSchema } from './plan-base.ts';
export { checkSchema, comparisonOptionsSchema, soakNodeSchema } from './plan-watch.ts';

export const planFormat = 'slipway.plan/v1';

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
