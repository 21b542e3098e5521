/** Freeze calendars of a configuration, as an environment is told of them. */
import { describe, expect, test } from '@jest/globals';
import { calendarsOf } from '../../src/worker/environments/calendars.ts';
import { parseConfig } from '../../src/worker/parse-config.ts';

const given = (kept: readonly string[]) => ({
  runbooks: [],
  environments: { prod: { calendars: kept }, stage: {} },
  calendars: {
    weekends: {
      timeZone: 'Europe/Berlin',
      windows: [
        {
          name: 'weekend',
          type: 'deny',
          start: '2026-01-02T18:00',
          rule: 'FREQ=WEEKLY',
          duration: 'P2DT14H',
          reason: 'nobody is there',
          exempt: ['oncall'],
        },
      ],
    },
  },
  people: { kim: { roles: ['oncall'] }, lee: { roles: ['releng'] } },
});
const parsed = (kept: readonly string[]) => {
  const config = parseConfig(given(kept));
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  return calendarsOf(config.config);
};
const saturday = Date.parse('2026-11-21T12:00:00Z');

describe('a calendar', () => {
  test('closes the environments that keep it, says until when, and names who may go on', () => {
    const closed = parsed(['weekends']);
    expect(closed('prod', [], saturday)).toEqual({
      why: expect.stringContaining('nobody is there'),
      opensAt: '2026-11-23T07:00:00.000Z',
      exempt: ['kim'],
    });
    expect(closed('stage', [], saturday)).toBeUndefined();
    expect(closed('nowhere', [], saturday)).toBeUndefined();
  });

  test('lets releases in outside of its windows', () => {
    expect(parsed(['weekends'])('prod', [], Date.parse('2026-11-25T12:00:00Z'))).toBeUndefined();
  });

  test('that is not there is a problem of the configuration', () => {
    expect(parseConfig(given(['holidays']))).toEqual({
      ok: false,
      problems: [
        {
          path: 'environments.prod.calendars[0]',
          message: "names 'holidays', which is no calendar",
          remedy: 'Calendars of this configuration: weekends',
        },
      ],
    });
  });
});
