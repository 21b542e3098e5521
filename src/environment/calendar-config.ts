/** Freeze calendars as a configuration writes them: windows that recur by RFC 5545, in a time zone. */
import { z } from 'zod';
import { isTimeZone, occurrencesOf, recurrenceProblem } from './recurrence.ts';

/** `P2DT14H`: weeks and days by the calendar, hours and minutes by the clock. */
const durationPattern = /^P(?=\d|T)(?:\d{1,2}W)?(?:\d{1,3}D)?(?:T(?=\d)(?:\d{1,4}H)?(?:\d{1,5}M)?)?$/;

const windowSchema = z
  .strictObject({
    name: z.string().min(1).max(100).describe('What people know it by, such as weekend'),
    type: z
      .enum(['deny', 'allow'])
      .describe(
        'deny: nothing may begin within it. allow: a service that has such windows may begin within one of them alone. Deny wins.',
      ),
    start: z
      .string()
      .regex(
        /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/,
        'must be a local time such as 2026-01-02T18:00',
      )
      .describe('Where it begins first, by the clocks of the time zone: 2026-01-02T18:00'),
    rule: z
      .string()
      .max(300)
      .optional()
      .describe('How it recurs from there, an RRULE of RFC 5545 such as FREQ=WEEKLY;BYDAY=FR; absent: once'),
    duration: z
      .string()
      .regex(
        durationPattern,
        'must be an ISO 8601 duration of weeks, days, hours and minutes, such as P2DT14H',
      )
      .describe(
        'How long it lasts: P2DT14H. A day ends at the same time by the clocks, however many hours it has; T24H does not',
      ),
    reason: z.string().min(1).max(500).describe('Why, as people are told who meet it'),
    services: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('The services that it is for; absent: all'),
    exempt: z
      .array(z.string().min(1))
      .default([])
      .describe('Roles whose people may go past it, with a reason that they type'),
  })
  .readonly();

export type CalendarWindow = z.output<typeof windowSchema>;

const calendarSchema = z
  .strictObject({
    timeZone: z
      .string()
      .refine(isTimeZone, {
        error: ({ input }) => `'${String(input)}' is not a time zone such as Europe/Berlin`,
      })
      .describe('Whose clocks its times are read by: an IANA time zone such as Europe/Berlin'),
    windows: z.array(windowSchema).min(1).max(100).describe('When releases may begin, and when not'),
  })
  .superRefine(({ timeZone, windows }, context) => {
    const names = new Set<string>();
    windows.forEach((window, at) => {
      const refuse = (field: keyof CalendarWindow, message: string): void =>
        context.addIssue({ code: 'custom', path: ['windows', at, field], message });
      if (names.has(window.name)) refuse('name', `there are two windows called '${window.name}'`);
      names.add(window.name);
      const problem = recurrenceProblem(window);
      if (problem !== undefined) return refuse('rule', problem);
      if (!isTimeZone(timeZone)) return;
      const wrong = windowProblem(timeZone, window);
      if (wrong !== undefined) refuse(wrong.field, wrong.message);
    });
  })
  .readonly();

export type Calendar = z.output<typeof calendarSchema>;

/** Calendars by name, as a configuration has them. */
export const calendarsSchema = z
  .record(z.string().min(1), calendarSchema)
  .describe('Freeze calendars by name: windows in which releases may begin, or may not');

export type Calendars = z.output<typeof calendarsSchema>;

/** So many occurrences are held against each other: past both changes of the clocks, for a window that comes daily. */
const compared = (rule = ''): number => (rule.includes('FREQ=DAILY') ? 370 : 60);

function windowProblem(
  timeZone: string,
  window: CalendarWindow,
): { readonly field: 'start' | 'rule' | 'duration'; readonly message: string } | undefined {
  const found = occurrencesOf(timeZone, window, compared(window.rule));
  if (typeof found === 'string')
    return { field: window.rule === undefined ? 'start' : 'rule', message: found };
  const [first] = found;
  if (first === undefined)
    return { field: window.rule === undefined ? 'start' : 'rule', message: 'never begins' };
  if (first.end <= first.start) return { field: 'duration', message: 'must be more than nothing' };
  const next = found.find(({ start }, at) => at > 0 && start < (found[at - 1]?.end ?? 0));
  return next === undefined
    ? undefined
    : {
        field: 'duration',
        message: `is longer than the time until it begins again (${new Date(next.start).toISOString()})`,
      };
}
