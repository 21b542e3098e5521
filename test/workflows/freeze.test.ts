/** A freeze of a calendar over a change of the clocks: a real environment, whose worker is told what time it is. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gate } from '../../src/runbook/ask-builder.ts';
import { calendarsOf } from '../../src/worker/environments/calendars.ts';
import type { CalendarOf } from '../../src/worker/environments/activities.ts';
import { createEnvironments } from '../../src/worker/environments/client.ts';
import type { EnvironmentStore } from '../../src/worker/environments/client.ts';
import { parseConfig } from '../../src/worker/parse-config.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';

let engine: Engine;
let environments: EnvironmentStore;
/** By environment: how far its time is from the machine's, in milliseconds. */
const ahead = new Map<string, number>();
const set = (environment: string, time: number) => ahead.set(environment, time - Date.now());

/** From Friday at six to Monday at eight, as the clocks of Berlin show it. */
const weekends = (environments: readonly string[]) => {
  const parsed = parseConfig({
    runbooks: [],
    environments: Object.fromEntries(environments.map((name) => [name, { calendars: ['weekends'] }])),
    calendars: {
      weekends: {
        timeZone: 'Europe/Berlin',
        windows: [
          {
            ...{ name: 'weekend', type: 'deny', rule: 'FREQ=WEEKLY', start: '2026-01-02T18:00' },
            ...{ duration: 'P2DT14H', reason: 'nobody is there' },
          },
        ],
      },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return calendarsOf(parsed.config);
};

/** The configuration's calendars at the environment's time; when it opens is told by the machine's clock, by which Temporal's timers go. */
const calendars: CalendarOf = (environment, services, at) => {
  const offset = ahead.get(environment) ?? 0;
  const closed = weekends([...ahead.keys()])(environment, services, at + offset);
  if (closed?.opensAt === undefined) return closed;
  return { ...closed, opensAt: new Date(Date.parse(closed.opensAt) - offset).toISOString() };
};

beforeAll(async () => {
  engine = await startEngine({}, { closedByCalendar: calendars });
  environments = createEnvironments(engine.client, engine.taskQueue);
});
afterAll(() => engine.stop());

const started = async (environment: string): Promise<RunningRelease> =>
  engine.start(
    gate('Go on', { instructions: 'Look.', approvers: { roles: [], people: ['kim'] } }),
    { environment },
    () => ({ lease: { environments: [environment], queue: 'all', services: [] } }),
  );
const idOf = ({ handle }: RunningRelease): string => handle.workflowId;
const read = (environment: string) =>
  eventually(
    () => environments.read(environment),
    (view) => view !== undefined,
  );

test.concurrent.each([
  // The weekend is an hour shorter: by a clock that stands still it would open at seven.
  { change: 'forward', saturday: '2026-03-28T12:00:00Z', opens: '2026-03-30T06:00:00Z' },
  // And an hour longer: by such a clock it would have opened at six.
  { change: 'back', saturday: '2026-10-24T12:00:00Z', opens: '2026-10-26T07:00:00Z' },
])(
  'a weekend in which the clocks go $change ends at eight on Monday, and the release then goes on by itself',
  async ({ saturday, opens }) => {
    const stage = `e${randomUUID().slice(0, 8)}`;
    const end = Date.parse(opens);
    set(stage, Date.parse(saturday));
    const first = await started(stage);
    const { leases = [] } = await first.until(({ phase }) => phase === 'queued');
    const news = leases[0]?.news;
    const told = news?.state === 'queued' ? (news.closed?.opensAt ?? '') : '';
    expect(new Date(Date.parse(told) + (ahead.get(stage) ?? 0)).toISOString()).toBe(
      new Date(end).toISOString(),
    );

    // Whoever asks has the environment look again for all.
    set(stage, end - 30 * 60_000);
    const second = await started(stage);
    await second.until(({ phase }) => phase === 'queued');
    expect((await read(stage))?.holder).toBeUndefined();

    set(stage, end - 1500);
    const third = await started(stage);
    await first.untilNode('go-on', 'waiting');
    const since = Date.parse((await read(stage))?.holder?.since ?? '') + (ahead.get(stage) ?? 0);
    expect(since).toBeGreaterThanOrEqual(end);
    await Promise.all([third, second, first].map(({ handle }) => handle.terminate()));
    expect((await read(stage))?.audit.map(({ says }) => says)).toContain(`${idOf(first)} holds ${stage}`);
  },
  60_000,
);
