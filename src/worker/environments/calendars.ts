/** Whether the configuration's freeze calendars have an environment closed, and who may go on all the same. */
import type { FreezeScope } from '../../environment/calls.ts';
import type { Calendars } from '../../environment/calendar-config.ts';
import { windowAt } from '../../environment/calendar.ts';
import type { Config } from '../config.ts';
import type { CalendarOf } from './activities.ts';

export const calendarsOf =
  ({ environments, calendars, people }: Config): CalendarOf =>
  (environment, services, at, scope = 'all') => {
    const kept = environments[environment]?.calendars ?? [];
    const named = Object.fromEntries(
      kept.flatMap((name) => {
        const calendar = calendars[name];
        return calendar === undefined ? [] : [[name, within(scope, calendar)] as const];
      }),
    );
    if (kept.length === 0) return undefined;
    const state = windowAt(named, services, new Date(at));
    if (state.open) return undefined;
    return {
      why: state.why,
      ...(state.opensAt === undefined ? {} : { opensAt: state.opensAt.toISOString() }),
      exempt: Object.entries(people)
        .filter(([, { roles }]) => roles.some((role) => state.exempt.includes(role)))
        .map(([login]) => login),
    };
  };

/** Of services alone: what closes all of the environment is left out, and what opens it stays where a service has times of its own. */
function within(scope: FreezeScope, calendar: Calendars[string]): Calendars[string] {
  if (scope === 'all') return calendar;
  const opens = calendar.windows.some(({ services, type }) => services !== undefined && type === 'allow');
  return {
    ...calendar,
    windows: calendar.windows.filter(
      ({ services, type }) => services !== undefined || (opens && type === 'allow'),
    ),
  };
}
