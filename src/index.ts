/** The public API: what runbooks and configurations import from `slipway`. Steps are in `slipway/steps`. */
export { z } from 'zod';
export { defineRunbook } from './activities/planning.ts';
export type { Planning } from './activities/planning.ts';
export { gate, guard, parallel, release, sequence, soak } from './runbook/builders.ts';
export type {
  AskOptions,
  GateOptions,
  GateOutput,
  GuardOptions,
  ParallelOptions,
  QuestionOptions,
  Questions,
  ReleaseOptions,
  ReleaseOutput,
  SequenceOptions,
  SoakOptions,
} from './runbook/builders.ts';
export type { BuiltNode, BuiltOutput } from './runbook/built.ts';
export type {
  CheckOptions,
  ComparisonOptions,
  IssuesOptions,
  PastCheckOptions,
} from './runbook/check-builder.ts';
export type { Promotion, Ran, Rollback } from './runbook/course.ts';
export type { RollbackFacts, Runbook, RunbookDefinition, RunbookInput } from './runbook/define-runbook.ts';
export type { PromotionConditions, PromotionOrder } from './runbook/promotion-order.ts';
export type { Environment, Facts } from './runbook/facts.ts';
export type { Json } from './runbook/json.ts';
export type { Audience, Check, Fact, FailurePolicy, Plan, PlanNode } from './runbook/plan.ts';
export { PlanInvalid } from './runbook/problem.ts';
export type { Problem } from './runbook/problem.ts';
export type { AnyRefs, Ref, Refs, WithRefs } from './runbook/reference.ts';
export type { BuiltStep, StepNodeOptions } from './runbook/step-builder.ts';
export { planJsonSchema } from './runbook/validate-plan.ts';
export type {
  ChangedFile as ChangedMigration,
  Classification as SchemaClassification,
  ClassifyOptions,
  Operation as SchemaOperation,
  Verdict as SchemaVerdict,
} from './migrations/index.ts';
export { defineConfig } from './worker/config.ts';
export type { Config, ConfigInput } from './worker/config.ts';
export type { SecretRef } from './worker/config-systems.ts';
export { defineCheck } from './activities/define-check.ts';
export { defineStep } from './activities/define-step.ts';
export { absent, done, started, unknown } from './activities/contract.ts';
export type { Observation, ReleaseRef, StepContext, StepOptions } from './activities/contract.ts';
export type { CheckContext, Sample } from './activities/check.ts';
export { fatal, retryLater } from './activities/errors.ts';
export type { ErrorCode } from './activities/errors.ts';
