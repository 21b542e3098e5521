/** Time-outs and retries: Temporal owns them, and they are set so that a dead worker is noticed in seconds. */
import {
  ActivityCancellationType,
  patched,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { RetryPolicy } from '@temporalio/common';
import { isEffect } from '../activities/contract.ts';
import type { Acted, Observation, Step } from '../activities/contract.ts';
import type {
  ActCall,
  CourseCall,
  ObserveCall,
  PlanCall,
  PlanReply,
  RemindCall,
  SettleCall,
  UndoCall,
  WatchCall,
  WatchReply,
} from '../activities/calls.ts';
import type { KnotCall, LeaseCall } from '../environment/calls.ts';
import type { LeaseNews } from '../environment/messages.ts';
import type { Json } from '../runbook/json.ts';

/** A worker that died is noticed after this long; see `open-context.ts` for how often an attempt beats. */
export const heartbeatTimeout = 2000;
/** A look is over in no time and may be repeated as one likes: a worker that was only slow does no harm. */
const lookHeartbeatTimeout = 1000;
/** A watch reads what it missed, and a worker may have thousands of them. */
const watchHeartbeatTimeout = 10_000;

/** Soon again after a worker's death or a hiccup, and long enough in all to sit out a system's restart. */
const effectRetry = (maximumAttempts: number): RetryPolicy => ({
  initialInterval: '250ms',
  backoffCoefficient: 4,
  maximumInterval: '30s',
  maximumAttempts,
});
/** A wait retries until its own time-out: reading again does no harm. */
export const waitRetry: RetryPolicy = {
  initialInterval: '250ms',
  backoffCoefficient: 4,
  maximumInterval: '15s',
};
export const stepDefaults = { actTimeout: 30_000, settleTimeout: 3_600_000, maxAttempts: 5 };
const cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;

interface StepActivities {
  observe(call: ObserveCall): Promise<Observation<Json, Json, Json>>;
  act(call: ActCall): Promise<Acted<Json, Json>>;
  settle(call: SettleCall): Promise<Json>;
  undo(call: UndoCall): Promise<string>;
}

/**
 * The activities of one step; their names are `<kind>.observe` and so on, `summary` is what the web UI shows.
 * `waitedMs`: so much of its wait is over already.
 */
export function activitiesOf(step: Step, title: string, waitedMs = 0): StepActivities {
  const { actTimeout, settleTimeout, maxAttempts } = { ...stepDefaults, ...step.options };
  const attempts = {
    startToCloseTimeout: actTimeout,
    retry: effectRetry(maxAttempts),
    cancellationType,
  };
  const quick = { ...attempts, heartbeatTimeout };
  const summary = `Look before: ${title}`;
  // No local activity: orders are accepted while a slow one runs, and a replay then finds its end at another place among them.
  const look = () =>
    patched('looks-by-activity')
      ? proxyActivities({ ...attempts, heartbeatTimeout: lookHeartbeatTimeout, summary })
      : proxyLocalActivities({ ...attempts, summary });
  const act = proxyActivities({ ...quick, summary: title });
  const settle = proxyActivities({
    scheduleToCloseTimeout: Math.max(1000, settleTimeout - waitedMs),
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
    observe: (call) => named<Observation<Json, Json, Json>>(look(), `${step.kind}.observe`)(call),
    act: (call) => named<Acted<Json, Json>>(act, `${step.kind}.act`)(call),
    settle: (call) => named<Json>(settle, `${step.kind}.settle`)(call),
    undo: (call) => named<string>(undo, `${step.kind}.undo`)(call),
  };
}

interface ReleaseActivities {
  requestLease(call: LeaseCall): Promise<LeaseNews>;
  findKnot(call: KnotCall): Promise<string | null>;
  courseHolds(call: CourseCall): Promise<readonly string[]>;
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

/** Asks for an environment; answers when it is known how the request stands. Asking again changes nothing. */
export const requestLease = (call: LeaseCall): Promise<LeaseNews> =>
  proxyActivities<ReleaseActivities>({
    startToCloseTimeout: '30s',
    heartbeatTimeout,
    retry: waitRetry,
    summary: `Ask for ${call.environment}`,
    cancellationType,
  }).requestLease(call);

/** Whether whoever has the environment waits for the one that asks, and by whom: a sentence. */
export const findKnot = (call: KnotCall): Promise<string | null> =>
  proxyActivities<ReleaseActivities>({
    startToCloseTimeout: '30s',
    heartbeatTimeout,
    retry: waitRetry,
    summary: `See whether ${call.holder} waits for this`,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  }).findKnot(call);

/** Looks whether what a plan was made from still holds: reads ledgers only. */
export const courseHolds = (call: CourseCall): Promise<readonly string[]> =>
  proxyActivities<ReleaseActivities>({
    startToCloseTimeout: '30s',
    heartbeatTimeout,
    retry: waitRetry,
    summary: call.course.type === 'rollback' ? 'See what runs' : `See how ${call.course.from} stands`,
    cancellationType,
  }).courseHolds(call);

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
