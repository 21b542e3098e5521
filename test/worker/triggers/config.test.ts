/** Triggers in a configuration: what is refused before anything looks, and where. */
import { expect, test } from '@jest/globals';
import { parseConfig } from '../../../src/worker/parse-config.ts';

const source = { type: 'tag', repository: 'team/app' };
const trigger = { runbook: 'shop', environment: 'stage', source };
const at = { cron: ['0 2 * * MON-FRI'], timeZone: 'Europe/Berlin' };
const parse = (one: object) =>
  parseConfig({
    runbooks: [],
    environments: { stage: {} },
    systems: { git: { type: 'git', url: 'http://127.0.0.1' } },
    triggers: { one },
  });

test.each([
  [trigger],
  [{ ...trigger, every: '30s', fill: { ref: 'commit' }, input: { by: 'hand' } }],
  [{ ...trigger, source: { type: 'time' }, at }],
  [{ ...trigger, at: { calendar: [{ hour: [2], dayOfWeek: ['MONDAY'] }], timeZone: 'UTC' } }],
])('%j is taken', (one) => {
  expect(parse(one)).toMatchObject({ ok: true });
});

test('asks people before a release, unless it says otherwise', () => {
  const parsed = parse(trigger);
  expect(parsed.ok && parsed.config.triggers['one']).toMatchObject({
    confirm: 'ask',
    several: 'newest',
    whileRunning: 'queue',
    catchUp: '15m',
  });
});

test.each([
  [{ ...trigger, every: '1s' }, 'triggers.one.every', 'must be 10s at least'],
  [{ ...trigger, every: '5m', at }, 'triggers.one.every', 'and at exclude each other'],
  [{ ...trigger, source: { type: 'time' } }, 'triggers.one.at', 'is missing'],
  [{ ...trigger, at: { ...at, cron: ['soon'] } }, 'triggers.one.at.cron[0]', 'must have five fields'],
  [{ ...trigger, at: { timeZone: 'UTC' } }, 'triggers.one.at', 'takes either cron or calendar'],
  [{ ...trigger, at: { ...at, timeZone: 'Berlin' } }, 'triggers.one.at.timeZone', 'is not a time zone'],
  [{ ...trigger, at, catchUp: '5s' }, 'triggers.one.catchUp', 'must be 1m at least'],
  [
    { ...trigger, source: { ...source, match: '*a*b*c*d*e*' } },
    'triggers.one.source.match',
    'too many stars',
  ],
  [{ ...trigger, fill: { ref: 'digest' } }, 'triggers.one.fill.ref', 'a tag tells no digest'],
  [{ ...trigger, input: { version: '1' } }, 'triggers.one.input.version', 'is set by the trigger'],
  [
    { ...trigger, input: { ref: 'x' }, fill: { ref: 'tag' } },
    'triggers.one.fill.ref',
    'given by input already',
  ],
  [{ ...trigger, environment: 'prod' }, 'triggers.one.environment', 'which is no environment'],
  [{ ...trigger, source: { ...source, from: 'github' } }, 'triggers.one.source', 'asks the github of'],
  [{ ...trigger, source: { type: 'image', repository: 'app' } }, 'triggers.one.source', 'asks the oci of'],
  [
    { ...trigger, source: { type: 'image', repository: 'app', tag: 'latest', match: 'v*' } },
    'triggers.one.source.tag',
    'nothing to choose from',
  ],
])('%j is refused at %s', (one, path, message) => {
  const parsed = parse(one);
  expect(parsed.ok ? [] : parsed.problems).toContainEqual(
    expect.objectContaining({ path, message: expect.stringContaining(message) }),
  );
});
