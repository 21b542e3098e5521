/** When a window occurs: RFC 5545 by a library, in bounded time whatever the rule. */
import { RRuleTemporal } from 'rrule-temporal';
import { reasonOf } from '../runbook/reason-of.ts';

/** What of a window says when it is. */
export interface Recurring {
  /** Local: `2026-01-02T18:00`. */
  readonly start: string;
  readonly rule?: string | undefined;
  /** ISO 8601: `P2DT14H`. */
  readonly duration: string;
}

/** Milliseconds since 1970; the end is no longer within. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const parts = new Set(
  'FREQ INTERVAL COUNT UNTIL BYMONTH BYMONTHDAY BYDAY BYYEARDAY BYWEEKNO BYSETPOS WKST'.split(' '),
);
/** How many periods are looked through for the next occurrence: enough for every leap day, too few to be kept busy by. */
const periods: Readonly<Record<string, number>> = { YEARLY: 400, MONTHLY: 1200, WEEKLY: 2000, DAILY: 4000 };
const most: Readonly<Record<string, number>> = { INTERVAL: 400, COUNT: 400 };

/** What is wrong with a rule as it is written; undefined for one that can be followed. */
export function recurrenceProblem({ rule }: Pick<Recurring, 'rule'>): string | undefined {
  if (rule === undefined) return undefined;
  const given = new Map<string, string>();
  for (const part of rule.split(';')) {
    const [name = '', value = '', ...more] = part.split('=');
    if (!parts.has(name) || value === '' || more.length > 0)
      return `'${part}' is no part of an RRULE that windows know: ${[...parts].join(', ')}`;
    if (given.has(name)) return `says ${name} twice`;
    if (!/^[A-Z0-9,+-]+$/.test(value)) return `'${part}' is no part of an RRULE`;
    given.set(name, value);
  }
  const frequency = given.get('FREQ');
  if (frequency === undefined) return 'says no FREQ';
  if (!Object.hasOwn(periods, frequency))
    return `FREQ=${frequency}: windows recur ${Object.keys(periods).join(', ')}, not more often`;
  for (const [name, highest] of Object.entries(most)) {
    const value = given.get(name);
    if (value !== undefined && !(/^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= highest))
      return `${name}=${value}: must be a number from 1 to ${highest}`;
  }
  return positionProblem(given);
}

/** The second Tuesday, the last workday; positions that are never reached would be looked for long. */
function positionProblem(given: ReadonlyMap<string, string>): string | undefined {
  const positions = given.get('BYSETPOS');
  if (positions === undefined) return undefined;
  if (given.get('FREQ') !== 'MONTHLY' || !given.has('BYDAY'))
    return 'BYSETPOS is for FREQ=MONTHLY with BYDAY';
  return positions.split(',').every((position) => /^-?[1-4]$/.test(position))
    ? undefined
    : `BYSETPOS=${positions}: must be from 1 to 4, or from -1 to -4`;
}

export interface Follow {
  /** The last that has begun at this time. */
  last(at: number): Occurrence | undefined;
  /** The first that begins after it. */
  next(at: number): Occurrence | undefined;
}

/** The first occurrences, or why there are none to be had. */
export function occurrencesOf(timeZone: string, window: Recurring, count: number): Occurrence[] | string {
  try {
    const follow = followed(timeZone, window);
    const found: Occurrence[] = [];
    for (let next = follow.next(-8.64e15); next !== undefined; next = follow.next(next.start)) {
      found.push(next);
      if (found.length >= count) break;
    }
    return found;
  } catch (error) {
    return `can't be followed: ${reasonOf(error)}`;
  }
}

const kept = new WeakMap<Recurring, Map<string, Follow>>();

/** A window's occurrences. The rule is read once for each window. */
export function followed(timeZone: string, window: Recurring): Follow {
  const byZone = kept.get(window) ?? new Map<string, Follow>();
  kept.set(window, byZone);
  const known = byZone.get(timeZone);
  if (known !== undefined) return known;
  const made = follow(timeZone, window);
  byZone.set(timeZone, made);
  return made;
}

function follow(timeZone: string, { start, rule, duration }: Recurring): Follow {
  const begin = `${start.replace(/[-:]/g, '')}00`;
  // Once is a rule that ends with its first occurrence.
  const recurring = rule ?? 'FREQ=DAILY;COUNT=1';
  const rrule = new RRuleTemporal({
    rruleString: `DTSTART;TZID=${timeZone}:${begin}\nRRULE:${recurring}`,
    maxIterations: periods[/FREQ=(\w+)/.exec(recurring)?.[1] ?? ''] ?? 1,
  });
  const lasts = durationOf(duration);
  const occurrence = (found: ReturnType<RRuleTemporal['next']>): Occurrence | undefined =>
    found === null ? undefined : { start: found.epochMilliseconds, end: found.add(lasts).epochMilliseconds };
  const earliest = Date.UTC(Number(start.slice(0, 4)) - 1, 0);
  return {
    last: (at) => (at < earliest ? undefined : occurrence(rrule.previous(new Date(at), true))),
    next: (at) => occurrence(rrule.next(new Date(Math.max(at, earliest)), false)),
  };
}

function durationOf(text: string): { weeks: number; days: number; hours: number; minutes: number } {
  const amount = (unit: RegExp): number => Number(unit.exec(text)?.[1] ?? 0);
  return {
    weeks: amount(/(\d+)W/),
    days: amount(/(\d+)D/),
    hours: amount(/(\d+)H/),
    minutes: amount(/T(?:\d+H)?(\d+)M/),
  };
}
