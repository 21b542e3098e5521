/** Whether releases may begin at a time, by freeze calendars. Pure; for workers, never for workflow code. */
import type { Calendars, CalendarWindow } from './calendar-config.ts';
import { followed } from './recurrence.ts';
import type { Follow } from './recurrence.ts';

/** A window, and where it is written. */
export interface NamedWindow {
  readonly calendar: string;
  readonly name: string;
  readonly type: 'deny' | 'allow';
  readonly reason: string;
}

export type WindowState =
  /** `closesAt` is absent where no window to come closes it. */
  | { readonly open: true; readonly closesAt?: Date }
  | {
      readonly open: false;
      /** A sentence for people. */
      readonly why: string;
      /** The window that closes it; where it is closed for want of an open window, the one that opens next or opened last. */
      readonly window: NamedWindow;
      /** Absent where it does not open within what is looked at. */
      readonly opensAt?: Date;
      /** Roles that may go past all that closes it. */
      readonly exempt: readonly string[];
    };

/** Several services go together: it is open when it is open for each. Without a service, for all that are named. */
export function windowAt(calendars: Calendars, services: readonly string[], at: Date): WindowState {
  const windows = Object.entries(calendars).flatMap(([calendar, { timeZone, windows: written }]) =>
    written.map((window): Placed => ({ calendar, window, timeZone, ...followed(timeZone, window) })),
  );
  const named = windows.flatMap(({ window }) => window.services ?? []);
  const groups = (services.length > 0 ? [...services] : ['', ...new Set(named)]).map((service) =>
    windows.filter(({ window }) => window.services === undefined || window.services.includes(service)),
  );
  const now = at.getTime();
  const closed = closings(groups, now);
  const [first] = closed;
  if (first === undefined) {
    const closesAt = nextClosing(groups, now);
    return closesAt === undefined ? { open: true } : { open: true, closesAt: new Date(closesAt) };
  }
  const opensAt = nextOpening(groups, now);
  const { calendar, window } = first.by;
  return {
    open: false,
    why: closed.map(inWords).join(' '),
    window: { calendar, name: window.name, type: window.type, reason: window.reason },
    ...(opensAt === undefined ? {} : { opensAt: new Date(opensAt) }),
    exempt: first.exempt.filter((role) => closed.every(({ exempt }) => exempt.includes(role))),
  };
}

interface Placed extends Follow {
  readonly calendar: string;
  readonly timeZone: string;
  readonly window: CalendarWindow;
}

/** Windows that apply to one service. */
type Group = readonly Placed[];

interface Closing {
  readonly by: Placed;
  readonly exempt: readonly string[];
  /** It is closed at least until then; absent: for good. */
  readonly until: number | undefined;
}

/** Changes from one window to the next that are followed before giving up. */
const mostChanges = 1_000;

/** All that closes at a time: windows that deny, and the want of one that allows. */
function closings(groups: readonly Group[], at: number): Closing[] {
  const found = groups.flatMap((group) => [...denying(group, at), ...wanting(group, at)]);
  return found.filter((one, place) => found.findIndex(({ by }) => by === one.by) === place);
}

const denying = (group: Group, at: number): Closing[] =>
  group.flatMap((by) => {
    const until = by.window.type === 'deny' ? endOf(by, at) : undefined;
    return until === undefined ? [] : [{ by, exempt: by.window.exempt, until }];
  });

/** A service that has windows to begin in, and is in none of them. */
function wanting(group: Group, at: number): Closing[] {
  const allows = group.filter(({ window }) => window.type === 'allow');
  if (allows.length === 0 || allows.some((one) => endOf(one, at) !== undefined)) return [];
  const exempt = [...new Set(allows.flatMap(({ window }) => window.exempt))];
  const [soonest] = allows
    .map((by) => ({ by, exempt, until: by.next(at)?.start }))
    .sort((one, other) => (one.until ?? Infinity) - (other.until ?? Infinity));
  return soonest === undefined ? [] : [soonest];
}

/** When the window ends that this time is within. */
function endOf({ last }: Placed, at: number): number | undefined {
  const occurrence = last(at);
  return occurrence !== undefined && at < occurrence.end ? occurrence.end : undefined;
}

function nextOpening(groups: readonly Group[], from: number): number | undefined {
  let at = from;
  for (let changes = 0; changes < mostChanges; changes += 1) {
    const closed = closings(groups, at);
    if (closed.length === 0) return at;
    const untils = closed.map(({ until }) => until ?? Infinity);
    at = Math.max(...untils);
    if (at === Infinity) return undefined;
  }
  return undefined;
}

function nextClosing(groups: readonly Group[], from: number): number | undefined {
  const ends = groups.flatMap((group) => {
    const denials = group.flatMap(({ window, next }) =>
      window.type === 'deny' ? (next(from)?.start ?? []) : [],
    );
    return [...denials, ...(allowedUntil(group, from) ?? [])];
  });
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** One window that allows may begin before another ends: the time when none is left. */
function allowedUntil(group: Group, from: number): [number] | undefined {
  const allows = group.filter(({ window }) => window.type === 'allow');
  if (allows.length === 0) return undefined;
  let at = from;
  for (let changes = 0; changes < mostChanges; changes += 1) {
    const ends = allows.flatMap((one) => endOf(one, at) ?? []);
    if (ends.length === 0) return [at];
    at = Math.max(...ends);
  }
  return undefined;
}

function inWords({ by: { calendar, window, timeZone }, until }: Closing): string {
  const when = until === undefined ? undefined : `${localTime(until, timeZone)} (${timeZone})`;
  switch (window.type) {
    case 'deny':
      return `'${window.name}' of the calendar ${calendar} lasts until ${when ?? 'further notice'}: ${window.reason}.`;
    case 'allow':
      return `Outside of '${window.name}' of the calendar ${calendar}, which ${when === undefined ? 'does not come again' : `begins ${when}`}: ${window.reason}.`;
  }
}

/** `2026-03-30 08:00` */
const localTime = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
