/** Whether the configuration's freeze calendars have an environment closed, and who may go on all the same. */
import { windowAt } from '../../environment/calendar.ts';
import type { Config } from '../config.ts';
import type { CalendarOf } from './activities.ts';

export const calendarsOf =
  ({ environments, calendars, people }: Config): CalendarOf =>
  (environment, services, at) => {
    const kept = environments[environment]?.calendars ?? [];
    const named = Object.fromEntries(
      kept.flatMap((name) => {
        const calendar = calendars[name];
        return calendar === undefined ? [] : [[name, calendar] as const];
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
