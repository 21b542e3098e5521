/** What an environment has a worker look at. */
import {
  ActivityCancellationType,
  patched,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { AdmitCall, WatchHolderCall } from '../../environment/calls.ts';
import type { Closed } from '../../environment/messages.ts';
import { heartbeatTimeout, waitRetry } from '../activity-options.ts';

interface EnvironmentActivities {
  admit(call: AdmitCall): Promise<readonly (Closed | null)[]>;
  tellEnvironments(): Promise<void>;
  watchHolder(call: WatchHolderCall): Promise<string>;
}

const admission = {
  startToCloseTimeout: '10s',
  retry: waitRetry,
  summary: 'See whether it is open',
} as const;
const beating = { ...admission, heartbeatTimeout } as const;

/**
 * Whether calendars, and what holds everywhere, let these releases in: an answer each, null where they do. No local activity: what
 * is asked while a slow one still runs is accepted in between, where a replay finds its end too early.
 */
export const admit = (call: AdmitCall): Promise<readonly (Closed | null)[]> =>
  patched('admit-by-activity')
    ? proxyActivities<EnvironmentActivities>(beating).admit(call)
    : proxyLocalActivities<EnvironmentActivities>(admission).admit(call);

/** Has every environment look again; in vain after two minutes, for they look by themselves. */
export const tellEnvironments = (): Promise<void> =>
  proxyActivities<EnvironmentActivities>({
    scheduleToCloseTimeout: '2m',
    heartbeatTimeout,
    retry: waitRetry,
    summary: 'Tell the environments',
  }).tellEnvironments();

/** Resolves with the status of a release that runs no more. One activity, however long it holds the lease. */
export const watchHolder = (call: WatchHolderCall): Promise<string> =>
  proxyActivities<EnvironmentActivities>({
    startToCloseTimeout: '30d',
    heartbeatTimeout: '10s',
    retry: waitRetry,
    summary: `See that ${call.release} lives`,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
  }).watchHolder(call);
