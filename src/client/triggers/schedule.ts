/** A trigger as Temporal keeps it: the schedule that has a worker look. */
import { createHash } from 'node:crypto';
import { MONTHS } from '@temporalio/client';
import type { ScheduleOptions, ScheduleSpec } from '@temporalio/client';
import { toMs } from '../../runbook/duration.ts';
import type { TriggerConfig } from '../../worker/config-triggers.ts';
import { workflowTaskTimeout } from '../../workflows/start-options.ts';
import { triggerWorkflow } from '../../workflows/trigger-messages.ts';
import type { TriggerCall } from '../../workflows/trigger-messages.ts';

const usualPace = '2m';
/** A look that nobody takes up for so long is over: the next one is due anyway. */
const longestLook = toMs('10m');

/** A missed time of a pace is made up by the next one. */
const noCatchUp = toMs('1m');

export function scheduleOf(name: string, trigger: TriggerConfig, taskQueue: string) {
  const { at, catchUp } = trigger;
  const late = at === undefined ? noCatchUp : toMs(catchUp);
  const call: TriggerCall = { name, applied: marked(name, trigger) };
  return {
    spec: specOf(trigger),
    policies: {
      // One look at a time: the next begins with what this one has seen.
      overlap: 'SKIP',
      catchupWindow: late,
      pauseOnFailure: false,
    },
    action: {
      type: 'startWorkflow',
      workflowType: triggerWorkflow,
      workflowId: `trigger-look/${name}`,
      taskQueue,
      args: [call],
      // At night or never: a worker that comes in the morning finds it over.
      workflowExecutionTimeout: at === undefined ? longestLook : late,
      workflowTaskTimeout,
      staticSummary: `Trigger ${name}`,
    },
  } satisfies Pick<ScheduleOptions, 'spec' | 'policies' | 'action'>;
}

/** Changes with all that the schedule is made from. */
export const marked = (name: string, { at, every, catchUp }: TriggerConfig): string =>
  createHash('sha256')
    .update(JSON.stringify([1, name, at, every, catchUp]))
    .digest('hex')
    .slice(0, 16);

function specOf({ at, every = usualPace }: TriggerConfig): ScheduleSpec {
  if (at === undefined) return { intervals: [{ every: toMs(every) }] };
  const { cron, calendar, timeZone } = at;
  if (cron !== undefined) return { cronExpressions: cron, timezone: timeZone };
  const calendars = (calendar ?? []).map(({ month, dayOfMonth, dayOfWeek, ...clock }) => ({
    ...clock,
    ...(month === undefined ? {} : { month: month.flatMap((one) => MONTHS[one - 1] ?? []) }),
    ...(dayOfMonth === undefined ? {} : { dayOfMonth }),
    ...(dayOfWeek === undefined ? {} : { dayOfWeek }),
  }));
  return { calendars, timezone: timeZone };
}

/** For people: ‘every 2m’, ‘0 2 * * * (Europe/Berlin)’. */
export function timesText({ at, every = usualPace }: TriggerConfig): string {
  if (at === undefined) return `every ${every}`;
  const times = at.cron ?? (at.calendar ?? []).map((one) => calendarText(one));
  return `${times.join(' and ')} (${at.timeZone})`;
}

type Calendar = NonNullable<NonNullable<TriggerConfig['at']>['calendar']>[number];

function calendarText({ hour, minute, dayOfMonth, month, dayOfWeek }: Calendar): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = hour.flatMap((h) => minute.map((m) => `${two(h)}:${two(m)}`)).join(', ');
  const days = [
    ...(dayOfWeek ?? []).map((day) => day.toLowerCase()),
    ...(dayOfMonth === undefined ? [] : [`on the ${dayOfMonth.join(', ')}`]),
    ...(month === undefined ? [] : [`of month ${month.join(', ')}`]),
  ];
  return [clock, ...days].join(' ');
}
