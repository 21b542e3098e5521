/**
 * The plan: immutable JSON, a tree of nodes. What people see before they say yes is exactly what runs.
 */
import { z } from 'zod';
import { durationSchema } from './duration.ts';
import { jsonSchema } from './json.ts';
import type { audienceSchema, questionSchema } from './plan-ask.ts';
import { askSchema } from './plan-ask.ts';
import { failurePolicySchema, idSchema, inputSchema, nodeBase, versionSchema } from './plan-base.ts';
import { courseSchema } from './plan-course.ts';
import type { promotionSchema, rollbackSchema, runsSchema } from './plan-course.ts';
import type { checkSchema } from './plan-watch.ts';
import { soakNodeSchema, watching } from './plan-watch.ts';

export { durationSchema, toMs } from './duration.ts';
export { askSchema, audienceSchema, questionSchema } from './plan-ask.ts';
export { digestSchema, failurePolicySchema, idPattern, idSchema, versionSchema } from './plan-base.ts';
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
  /** What stays although it is undone: images that were built of a tag, for instance. A rollback's report lists it. */
  leaves: z.string().min(1).max(500).optional(),
});

export const gateNodeSchema = z.strictObject({
  ...nodeBase,
  type: z.literal('gate'),
  ask: askSchema,
  /** What a rejection does. */
  onReject: z.enum(['rollback', 'abort']),
  /**
   * What becomes of the lease while it waits. `release-and-revalidate`: others may go on meanwhile; the facts are observed
   * again before this one does, and a changed fact voids the approval. `expire`: so it is once the deadline has passed, and it is parked.
   * Absent: it is kept.
   */
  lease: z.enum(['release-and-revalidate', 'expire']).optional(),
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

/** Leases are taken in this order, which is everybody's: there is no deadlock. */
export const leasePlanSchema = z.strictObject({
  environments: z.array(idSchema).min(1),
  /** `latest`: while it waits, a newer release of the same runbook takes its place. */
  queue: z.enum(['all', 'latest']),
  /** What it changes, as far as its plan says: a freeze may concern some services only. */
  services: z.array(idSchema),
});

export const planSchema = z.strictObject({
  format: z.literal(planFormat),
  runbook: idSchema,
  environment: idSchema,
  version: versionSchema,
  input: z.record(z.string(), jsonSchema),
  facts: z.array(factSchema),
  warnings: z.array(z.string()),
  root: nodeSchema,
  /** What the release holds while it runs, so that no other does; absent: nothing. */
  lease: leasePlanSchema.optional(),
  /** Whence its version comes, where that is bound to conditions; absent: to none. */
  course: courseSchema.optional(),
});

export type Plan = z.output<typeof planSchema>;
export type LeasePlan = z.output<typeof leasePlanSchema>;
export type Course = z.output<typeof courseSchema>;
export type PromotionCourse = z.output<typeof promotionSchema>;
export type RollbackCourse = z.output<typeof rollbackSchema>;
export type Runs = z.output<typeof runsSchema>;
export type Fact = z.output<typeof factSchema>;
export type Check = z.output<typeof checkSchema>;
export type Ask = z.output<typeof askSchema>;
export type Audience = z.output<typeof audienceSchema>;
export type Question = z.output<typeof questionSchema>;
export type FailurePolicy = z.output<typeof failurePolicySchema>;
