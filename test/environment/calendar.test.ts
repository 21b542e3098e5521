/** Freeze calendars: open or closed, until when and why; across daylight-saving changes, year ends and leap days. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calendarsSchema } from '../../src/environment/calendar-config.ts';
import { windowAt } from '../../src/environment/calendar.ts';

const window = (more: Record<string, unknown> = {}) => ({
  name: 'weekend',
  type: 'deny',
  start: '2026-01-02T18:00',
  rule: 'FREQ=WEEKLY;BYDAY=FR',
  duration: 'P2DT14H',
  reason: 'nobody is there',
  ...more,
});
const calendar = (timeZone: string, ...windows: Record<string, unknown>[]) =>
  calendarsSchema.parse({ team: { timeZone, windows: windows.map(window) } });

const at = (calendars: ReturnType<typeof calendar>, time: string, ...services: string[]) =>
  windowAt(calendars, services, new Date(time));

describe('a window that denies', () => {
  const berlin = calendar('Europe/Berlin', { exempt: ['on-call'] });

  test('is closed from its first instant until just before its end', () => {
    expect(at(berlin, '2026-06-05T15:59:59.999Z')).toEqual({
      open: true,
      closesAt: new Date('2026-06-05T16:00:00Z'),
    });
    expect(at(berlin, '2026-06-05T16:00:00Z')).toEqual({
      open: false,
      why: "'weekend' of the calendar team lasts until 2026-06-08 08:00 (Europe/Berlin): nobody is there.",
      window: { calendar: 'team', name: 'weekend', type: 'deny', reason: 'nobody is there' },
      opensAt: new Date('2026-06-08T06:00:00Z'),
      exempt: ['on-call'],
    });
    expect(at(berlin, '2026-06-08T05:59:59.999Z').open).toBe(false);
    expect(at(berlin, '2026-06-08T06:00:00Z').open).toBe(true);
  });

  test('has not been before it first begins', () => {
    expect(at(berlin, '2025-12-27T12:00:00Z')).toEqual({
      open: true,
      closesAt: new Date('2026-01-02T17:00:00Z'),
    });
  });

  test('without a rule comes once', () => {
    const once = calendar('UTC', { rule: undefined, start: '2026-12-24T00:00', duration: 'P3D' });
    expect(at(once, '2026-12-25T00:00:00Z')).toMatchObject({
      open: false,
      opensAt: new Date('2026-12-27T00:00:00Z'),
    });
    expect(at(once, '2027-12-25T00:00:00Z')).toEqual({ open: true });
  });

  test.each(['FREQ=WEEKLY;BYDAY=FR;COUNT=3', 'FREQ=WEEKLY;BYDAY=FR;UNTIL=20260116T235959Z'])(
    'ends with %s',
    (rule) => {
      const ends = calendar('UTC', { rule });
      expect(at(ends, '2026-01-17T12:00:00Z').open).toBe(false);
      expect(at(ends, '2026-01-24T12:00:00Z')).toEqual({ open: true });
      expect(at(ends, '2056-01-24T12:00:00Z')).toEqual({ open: true });
    },
  );

  test('that touches another is one closed time', () => {
    const days = calendar(
      'UTC',
      {
        name: 'one',
        rule: 'FREQ=WEEKLY;BYDAY=SA',
        start: '2026-01-03T00:00',
        duration: 'P1D',
        exempt: ['a', 'b'],
      },
      { name: 'two', rule: 'FREQ=WEEKLY;BYDAY=SU', start: '2026-01-04T00:00', duration: 'P1D' },
    );
    expect(at(days, '2026-06-06T12:00:00Z')).toMatchObject({
      opensAt: new Date('2026-06-08T00:00:00Z'),
      exempt: ['a', 'b'],
    });
  });

  test('that never ends has no time at which it opens', () => {
    const always = calendar('UTC', { rule: 'FREQ=DAILY', start: '2026-01-01T00:00', duration: 'P1D' });
    expect(at(always, '2026-06-06T12:00:00Z')).not.toHaveProperty('opensAt');
  });
});

describe('daylight saving', () => {
  test.each([
    ['Europe/Berlin', '2026-03-27T17:00:00Z', '2026-03-30T06:00:00Z'],
    ['Europe/Berlin', '2026-10-23T16:00:00Z', '2026-10-26T07:00:00Z'],
    ['America/New_York', '2026-03-06T23:00:00Z', '2026-03-09T12:00:00Z'],
    ['America/New_York', '2026-10-30T22:00:00Z', '2026-11-02T13:00:00Z'],
  ])(
    'in %s leaves begin (%s) and end (%s) where the clocks show 18:00 and 08:00',
    (timeZone, begins, ends) => {
      const calendars = calendar(timeZone, {});
      const before = new Date(new Date(begins).getTime() - 1).toISOString();
      expect(at(calendars, before)).toEqual({ open: true, closesAt: new Date(begins) });
      expect(at(calendars, begins)).toMatchObject({ open: false, opensAt: new Date(ends) });
    },
  );

  const nightly = (timeZone: string, duration = 'PT1H') =>
    calendar(timeZone, { rule: 'FREQ=DAILY', start: '2026-01-01T02:30', duration });

  test('leaves out a time that the clocks skip, as RFC 5545 has it', () => {
    expect(at(nightly('Europe/Berlin'), '2026-03-28T12:00:00Z')).toEqual({
      open: true,
      closesAt: new Date('2026-03-30T00:30:00Z'),
    });
    expect(at(nightly('America/New_York'), '2026-03-07T12:00:00Z')).toEqual({
      open: true,
      closesAt: new Date('2026-03-09T06:30:00Z'),
    });
  });

  test('takes a time that comes twice once, the first time, and hours are hours', () => {
    expect(at(nightly('Europe/Berlin'), '2026-10-25T00:30:00Z')).toMatchObject({
      open: false,
      opensAt: new Date('2026-10-25T01:30:00Z'),
    });
    expect(at(nightly('Europe/Berlin'), '2026-10-25T01:30:00Z').open).toBe(true);
  });

  test('makes days of 23 and 25 hours', () => {
    const sunday = calendar('Europe/Berlin', {
      rule: 'FREQ=WEEKLY;BYDAY=SU',
      start: '2026-01-04T00:00',
      duration: 'P1D',
    });
    expect(at(sunday, '2026-03-29T12:00:00Z')).toMatchObject({ opensAt: new Date('2026-03-29T22:00:00Z') });
    expect(at(sunday, '2026-10-25T12:00:00Z')).toMatchObject({ opensAt: new Date('2026-10-25T23:00:00Z') });
  });
});

describe('ends of years and leap days', () => {
  test('a window may begin in one year and end in the next', () => {
    const holidays = calendar('Europe/Berlin', {
      rule: 'FREQ=YEARLY',
      start: '2025-12-23T00:00',
      duration: 'P14D',
    });
    expect(at(holidays, '2027-01-01T00:00:00Z')).toMatchObject({
      open: false,
      opensAt: new Date('2027-01-05T23:00:00Z'),
    });
  });

  test('a leap day comes in leap years alone', () => {
    const leap = calendar('UTC', {
      rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
      start: '2024-02-29T00:00',
      duration: 'P1D',
    });
    expect(at(leap, '2026-02-28T12:00:00Z')).toEqual({
      open: true,
      closesAt: new Date('2028-02-29T00:00:00Z'),
    });
    expect(at(leap, '2028-02-29T12:00:00Z')).toMatchObject({ opensAt: new Date('2028-03-01T00:00:00Z') });
  });
});

describe('windows that allow', () => {
  const office = {
    name: 'office',
    type: 'allow',
    rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH',
    start: '2026-01-05T09:00',
    duration: 'PT8H',
    reason: 'people are there',
  };
  const noon = {
    name: 'noon',
    rule: 'FREQ=DAILY',
    start: '2026-01-01T12:00',
    duration: 'PT1H',
    reason: 'lunch',
  };

  test('leave all other time closed', () => {
    const calendars = calendar('UTC', office);
    expect(at(calendars, '2026-06-04T16:00:00Z')).toEqual({
      open: true,
      closesAt: new Date('2026-06-04T17:00:00Z'),
    });
    expect(at(calendars, '2026-06-04T17:00:00Z')).toMatchObject({
      open: false,
      why: "Outside of 'office' of the calendar team, which begins 2026-06-08 09:00 (UTC): people are there.",
      opensAt: new Date('2026-06-08T09:00:00Z'),
    });
  });

  test('give way to one that denies', () => {
    const calendars = calendar('UTC', office, noon);
    expect(at(calendars, '2026-06-04T11:00:00Z')).toEqual({
      open: true,
      closesAt: new Date('2026-06-04T12:00:00Z'),
    });
    expect(at(calendars, '2026-06-04T12:30:00Z')).toMatchObject({
      open: false,
      window: { name: 'noon' },
      opensAt: new Date('2026-06-04T13:00:00Z'),
    });
  });

  test('that are over leave it closed for good', () => {
    const over = calendar('UTC', { ...office, rule: 'FREQ=DAILY;COUNT=2' });
    const state = at(over, '2026-06-04T12:00:00Z');
    expect(state).toMatchObject({ open: false, why: expect.stringContaining('does not come again') });
    expect(state).not.toHaveProperty('opensAt');
  });
});

describe('services', () => {
  const calendars = calendar('UTC', { services: ['app'] });

  test('that a window does not name are open', () => {
    expect(at(calendars, '2026-06-06T12:00:00Z', 'admin').open).toBe(true);
    expect(at(calendars, '2026-06-06T12:00:00Z', 'app').open).toBe(false);
  });

  test('that go together wait for each other, and nobody named means all', () => {
    expect(at(calendars, '2026-06-06T12:00:00Z', 'admin', 'app').open).toBe(false);
    expect(at(calendars, '2026-06-06T12:00:00Z').open).toBe(false);
  });

  test('are gone past by whoever is exempt from all that closes', () => {
    const two = calendar('UTC', { exempt: ['a', 'b'] }, { name: 'other', exempt: ['b', 'c'] });
    expect(at(two, '2026-06-06T12:00:00Z')).toMatchObject({ exempt: ['b'] });
  });
});

describe('a calendar is refused, with the place', () => {
  test.each([
    [{ rule: 'FREQ=SOMETIMES' }, 'rule', /FREQ=SOMETIMES/],
    [{ rule: 'every friday' }, 'rule', /'every friday' is no part/],
    [{ rule: 'BYDAY=FR' }, 'rule', /says no FREQ/],
    [{ rule: 'FREQ=WEEKLY;BYDAY=XX' }, 'rule', /can't be followed/],
    [{ rule: 'FREQ=SECONDLY;COUNT=1000000000' }, 'rule', /not more often/],
    [{ rule: 'FREQ=DAILY;COUNT=1000000000' }, 'rule', /COUNT=1000000000/],
    [{ rule: 'FREQ=DAILY;INTERVAL=0' }, 'rule', /INTERVAL=0/],
    [{ rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 'rule', /can't be followed|never begins/],
    [{ rule: 'FREQ=DAILY;BYHOUR=1,2,3' }, 'rule', /is no part/],
    [{ rule: 'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=300' }, 'rule', /BYSETPOS=300/],
    [{ rule: 'FREQ=DAILY;BYDAY=MO;BYSETPOS=2' }, 'rule', /BYSETPOS is for/],
    [{ rule: 'FREQ=DAILY;FREQ=DAILY' }, 'rule', /twice/],
    [{ rule: 'FREQ=DAILY\nEXDATE:20260101T000000' }, 'rule', /is no part/],
    [{ rule: 'FREQ=DAILY', duration: 'P2D' }, 'duration', /longer than the time until it begins again/],
    [{ duration: 'P8D' }, 'duration', /longer than the time until it begins again/],
    [{ duration: 'PT0H' }, 'duration', /more than nothing/],
    [{ duration: '2 days' }, 'duration', /ISO 8601/],
    [{ start: '2026-13-01T00:00' }, 'start', /local time/],
    [{ start: '2026-02-30T00:00', rule: undefined }, 'start', /./],
    [{ reason: '' }, 'reason', /./],
  ])('%j', (more, field, message) => {
    const parsed = calendarsSchema.safeParse({ team: { timeZone: 'UTC', windows: [window(more)] } });
    expect(parsed.success).toBe(false);
    const [issue] = parsed.error?.issues ?? [];
    expect(issue?.path).toEqual(['team', 'windows', 0, field]);
    expect(issue?.message).toMatch(message);
  });

  test('with a time zone that is none, and two windows of one name', () => {
    const zone = calendarsSchema.safeParse({ team: { timeZone: 'Mars/Olympus', windows: [window()] } });
    expect(zone.error?.issues).toMatchObject([
      { path: ['team', 'timeZone'], message: expect.stringContaining("'Mars/Olympus'") },
    ]);
    const twice = calendarsSchema.safeParse({ team: { timeZone: 'UTC', windows: [window(), window()] } });
    expect(twice.error?.issues).toMatchObject([{ path: ['team', 'windows', 1, 'name'] }]);
  });
});

describe('whatever the calendars', () => {
  const rules = fc.constantFrom(
    ...[
      'FREQ=DAILY',
      'FREQ=WEEKLY;BYDAY=MO,FR',
      'FREQ=MONTHLY;BYDAY=-1FR',
      'FREQ=YEARLY',
      'FREQ=DAILY;INTERVAL=3;COUNT=40',
    ],
  );
  const windows = fc.record({
    type: fc.constantFrom('deny', 'deny', 'allow'),
    rule: rules,
    start: fc
      .tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 0, max: 23 }))
      .map(([day, hour]) => `2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:30`),
    duration: fc.integer({ min: 1, max: 22 }).map((hours) => `PT${hours}H`),
  });
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe');
  const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });

  test('what is closed opens when it says so and not before, and the other way round', () => {
    fc.assert(
      fc.property(
        zones,
        fc.array(windows, { minLength: 1, maxLength: 3 }),
        instants,
        (timeZone, some, instant) => {
          const calendars = calendar(timeZone, ...some.map((one, place) => ({ ...one, name: `w${place}` })));
          const state = windowAt(calendars, [], instant);
          const change = state.open ? state.closesAt : state.opensAt;
          if (change === undefined) return;
          expect(change.getTime()).toBeGreaterThan(instant.getTime());
          expect(windowAt(calendars, [], change).open).toBe(!state.open);
          expect(windowAt(calendars, [], new Date(change.getTime() - 1)).open).toBe(state.open);
          const between = new Date((instant.getTime() + change.getTime()) / 2);
          expect(windowAt(calendars, [], between).open).toBe(state.open);
        },
      ),
    );
  });
});
