/** Time-outs and retries: Temporal owns them, and they are set so that a dead worker is noticed in seconds. */
import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { RetryPolicy } from '@temporalio/common';
import { isEffect } from '../activities/contract.ts';
import type { Acted, Observation, Step } from '../activities/contract.ts';
import type {
  ActCall,
  ObserveCall,
  PlanCall,
  PlanReply,
  RemindCall,
  SettleCall,
  UndoCall,
  WatchCall,
  WatchReply,
} from '../activities/calls.ts';
import type { Json } from '../runbook/json.ts';

/** A worker that died is noticed after this long; an attempt beats four times as often. */
export const heartbeatTimeout = 2000;
/** A watch reads what it missed, and a worker may have thousands of them. */
const watchHeartbeatTimeout = 10_000;

const effectRetry = (maximumAttempts: number): RetryPolicy => ({
  initialInterval: '1s',
  backoffCoefficient: 2,
  maximumInterval: '30s',
  maximumAttempts,
});
/** A wait retries until its own time-out: reading again does no harm. */
const waitRetry: RetryPolicy = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '15s' };
export const stepDefaults = { actTimeout: 30_000, settleTimeout: 3_600_000, maxAttempts: 5 };
const cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;

interface StepActivities {
  observe(call: ObserveCall): Promise<Observation<Json, Json, Json>>;
  act(call: ActCall): Promise<Acted<Json, Json>>;
  settle(call: SettleCall): Promise<Json>;
  undo(call: UndoCall): Promise<string>;
}

/** The activities of one step; their names are `<kind>.observe` and so on, `summary` is what the web UI shows. */
export function activitiesOf(step: Step, title: string): StepActivities {
  const { actTimeout, settleTimeout, maxAttempts } = { ...stepDefaults, ...step.options };
  const quick = {
    startToCloseTimeout: actTimeout,
    heartbeatTimeout,
    retry: effectRetry(maxAttempts),
    cancellationType,
  };
  // Short, and one marker in place of three events.
  const local = proxyLocalActivities({
    startToCloseTimeout: actTimeout,
    retry: effectRetry(maxAttempts),
    summary: `Look before: ${title}`,
    cancellationType,
  });
  const act = proxyActivities({ ...quick, summary: title });
  const settle = proxyActivities({
    scheduleToCloseTimeout: settleTimeout,
    heartbeatTimeout,
    retry: waitRetry,
    summary: isEffect(step) ? `Wait: ${title}` : title,
    cancellationType,
  });
  const undo = proxyActivities({
    ...quick,
    startToCloseTimeout: settleTimeout,
    summary: `Undo: ${title}`,
  });
  return {
    observe: (call) => named<Observation<Json, Json, Json>>(local, `${step.kind}.observe`)(call),
    act: (call) => named<Acted<Json, Json>>(act, `${step.kind}.act`)(call),
    settle: (call) => named<Json>(settle, `${step.kind}.settle`)(call),
    undo: (call) => named<string>(undo, `${step.kind}.undo`)(call),
  };
}

interface ReleaseActivities {
  plan(call: PlanCall): Promise<PlanReply>;
  watch(call: WatchCall): Promise<WatchReply>;
  remind(call: RemindCall): Promise<void>;
}

/** Makes the plan: reads only, so it may be repeated; a plan function has ten minutes. */
export const makePlan = (call: PlanCall): Promise<PlanReply> =>
  proxyActivities<ReleaseActivities>({
    startToCloseTimeout: '10m',
    heartbeatTimeout,
    retry: effectRetry(5),
    summary: 'Make the plan',
    cancellationType,
  }).plan(call);

/** One activity for a soak or a guard, however long it lasts. */
export const watch = (call: WatchCall, title: string): Promise<WatchReply> =>
  proxyActivities<ReleaseActivities>({
    startToCloseTimeout: '30d',
    heartbeatTimeout: watchHeartbeatTimeout,
    retry: waitRetry,
    summary: title,
    cancellationType,
  }).watch(call);

/** Tells people that a question waits; a failing chat never holds a release up. */
export const remind = (call: RemindCall): Promise<void> =>
  proxyActivities<ReleaseActivities>({
    startToCloseTimeout: '30s',
    retry: effectRetry(3),
    summary: `Remind: ${call.title}`,
    cancellationType,
  }).remind(call);

/** The SDK's types know no activities by computed name. */
function named<R>(proxy: object, name: string): (call: unknown) => Promise<R> {
  return (proxy as Record<string, (call: unknown) => Promise<R>>)[name] as (call: unknown) => Promise<R>;
}
