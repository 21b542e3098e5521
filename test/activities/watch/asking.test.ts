/** What a watch asks people about: changes of a series against its own past, and new exceptions. */
import { describe, expect, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { z } from 'zod';
import type { CheckEvidence, WatchCall, WatchReply } from '../../../src/activities/calls.ts';
import type { Clients } from '../../../src/activities/clients.ts';
import { defineIssues } from '../../../src/activities/define-issues.ts';
import { definePast } from '../../../src/activities/define-past.ts';
import { retryLater } from '../../../src/activities/errors.ts';
import { watchActivity } from '../../../src/activities/watch/watch.ts';
import { calibrate } from '../../../src/judge/index.ts';
import type { NewIssue } from '../../../src/judge/index.ts';
import type { Check } from '../../../src/runbook/plan.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const window = 120;

/** What the sources say. */
const world = {
  /** Requests in a window, by its end in milliseconds; null: nothing was scraped. */
  traffic: (_: number): number | null => 1000,
  reads: [] as { from: number; to: number }[],
  dark: false,
  issues: [] as NewIssue[],
};

const past = definePast({
  kind: 'test.past',
  summary: 'Read traffic.',
  input: z.strictObject({}),
  needs: [],
  title: () => 'Traffic',
  spanOf: () => ({ window, days: 7, lag: 0 }),
  async windows(_, { from, to }) {
    world.reads.push({ from, to });
    if (world.dark) throw retryLater('unavailable', 'the source is dark');
    const first = Math.ceil(from / window) * window + window;
    const count = Math.max(0, Math.floor(to / window) - first / window + 1);
    return Array.from({ length: count }, (__, k) => {
      const t = first + k * window;
      // A few percent more or less, the same whenever it is read.
      const value = world.traffic(t * 1000);
      return { t, count: value === null ? null : Math.round(value * (1 + 0.03 * Math.sin(t))) };
    });
  },
});
const issues = defineIssues({
  kind: 'test.issues',
  summary: 'Find issues.',
  input: z.strictObject({}),
  needs: [],
  title: () => 'Exceptions',
  async find() {
    if (world.dark) throw retryLater('unavailable', 'the source is dark');
    return world.issues;
  },
});

const run = watchActivity(
  {
    checks: new Map(),
    comparisons: new Map(),
    pasts: new Map([[past.definition.kind, past.definition]]),
    issues: new Map([[issues.definition.kind, issues.definition]]),
  },
  {
    clientsFor: () => ({}) as Clients,
    scrub: (text) => text,
    calibrate: async () => calibrate([], {} as Parameters<typeof calibrate>[1]),
  },
);

interface Beat {
  readonly recalled: Record<string, { until: number; state: { windows: number } }>;
  readonly shown: readonly CheckEvidence[];
}

/** A watch that began in the past: all that happened since is read at its first look. */
function watch(
  check: Check,
  { ago = 2 * hour, lasts = hour, ...over }: Partial<WatchCall> & { ago?: number; lasts?: number } = {},
  heartbeatDetails?: unknown,
): { readonly reply: Promise<WatchReply>; readonly beats: Beat[]; stop(): void } {
  world.reads.length = 0;
  const since = Date.now() - ago;
  const environment = new MockActivityEnvironment(heartbeatDetails === undefined ? {} : { heartbeatDetails });
  const beats: Beat[] = [];
  environment.on('heartbeat', (details: Beat) => beats.push(details));
  const call: WatchCall = {
    release: { id: 'r', runbook: 'r', environment: 'e', version: '1' } as WatchCall['release'],
    node: 'soak',
    checks: [check],
    interval: 200,
    since,
    until: since + lasts,
    acknowledged: [],
    ...over,
  };
  return { reply: environment.run(run, call), beats, stop: () => environment.cancel() };
}

const began = (ago = 2 * hour): number => Date.now() - ago;
const steady = (): void => {
  world.traffic = () => 1000;
  world.dark = false;
  world.issues = [];
};
/** From the beginning of the watch on, `factor` times the traffic. */
const changed = (factor: number): void => {
  steady();
  const since = began();
  world.traffic = (t) => (t > since ? factor * 1000 : 1000);
};

describe('a watch of a series against its own past', () => {
  const traffic = past({}, { id: 'traffic' });

  test('passes at its end when all was as usual, and reads its history a day at once', async () => {
    steady();
    const { reply, beats } = watch(traffic);
    expect(await reply).toMatchObject({
      verdict: 'pass',
      says: expect.stringMatching(
        /^Traffic: [\d,]+ where [\d,]+ are usual at this time of day \(1 times\), over 58 min$/,
      ),
      findings: [],
      evidence: [{ check: 'traffic', past: 'count', verdict: 'continue', failsAt: 200, metrics: [] }],
    });
    expect(world.reads.filter(({ to }) => to * 1000 <= began() + minute)).toHaveLength(7);
    expect(Math.max(...world.reads.map(({ from, to }) => to - from))).toBeLessThanOrEqual(86_400 + window);
    expect(JSON.stringify(beats.at(-1)).length).toBeLessThan(5000);
  });

  test.each([
    ['spike', 4],
    ['dip', 0.1],
  ])('asks a person about a %s, with what is to be explained', async (change, factor) => {
    changed(factor);
    const reply = await watch(traffic).reply;
    expect(reply).toMatchObject({
      verdict: 'inconclusive',
      says: expect.stringMatching(`^Traffic: a ${change}: `),
      findings: [{ id: `traffic:${change}`, title: reply.says }],
    });
  });

  test('does not ask again about what a person has explained', async () => {
    changed(4);
    expect(await watch(traffic, { acknowledged: ['traffic:spike'] }).reply).toMatchObject({
      verdict: 'pass',
    });
  });

  test('asks at once with too little history, and goes on unjudged when that is explained', async () => {
    steady();
    world.traffic = (t) => (t < Date.now() - 1.5 * day ? null : 1000);
    expect(await watch(traffic, { lasts: day }).reply).toMatchObject({
      verdict: 'inconclusive',
      says: 'Traffic: there are less than two days of history to hold it against',
      findings: [{ id: 'traffic:history' }],
    });
    expect(await watch(traffic, { acknowledged: ['traffic:history'] }).reply).toMatchObject({
      verdict: 'pass',
      says: expect.stringContaining('not judged'),
    });
  });

  test('is inconclusive, never a pass, without data', async () => {
    steady();
    const since = began();
    world.traffic = (t) => (t > since ? null : 1000);
    expect(await watch(traffic).reply).toMatchObject({
      verdict: 'inconclusive',
      says: expect.stringContaining('no data in'),
    });
    world.dark = true;
    expect(await watch(traffic, { lasts: day }).reply).toMatchObject({
      verdict: 'inconclusive',
      says: 'Traffic: no data in 6 looks (the source is dark)',
    });
  });

  test('is inconclusive when it was shorter than a window', async () => {
    steady();
    expect(await watch(traffic, { ago: minute, lasts: minute / 2 }).reply).toMatchObject({
      verdict: 'inconclusive',
      says: 'Traffic: the time is over, and 0 of 1 windows of 120 s had data',
    });
  });

  test('goes on on another worker from where the last one was, without its history', async () => {
    steady();
    const first = watch(traffic, { lasts: day });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    first.stop();
    await expect(first.reply).rejects.toThrow();
    const memory = JSON.parse(JSON.stringify(first.beats.at(-1))) as Beat;
    expect(memory.recalled['traffic']?.state.windows).toBeGreaterThan(50);
    const second = watch(traffic, {}, memory);
    expect((await second.reply).verdict).toBe('pass');
    expect(world.reads.every(({ from }) => from >= (memory.recalled['traffic']?.until ?? 0))).toBe(true);
  });
});

describe('a watch of new exceptions', () => {
  const issue = (id: string): NewIssue => ({
    id,
    title: `Error ${id}`,
    kind: 'new',
    link: `https://s.example/${id}`,
  });

  test('asks about each that nobody has explained, with its link', async () => {
    steady();
    world.issues = [issue('a'), issue('b')];
    expect(await watch(issues({}), { acknowledged: ['a'] }).reply).toMatchObject({
      verdict: 'inconclusive',
      says: 'Exceptions: 1 new issue: ‘Error b’',
      findings: [{ id: 'b', title: 'Error b', link: 'https://s.example/b' }],
    });
    expect(await watch(issues({}), { acknowledged: ['a', 'b'] }).reply).toMatchObject({ verdict: 'pass' });
  });

  test('fails above the number that was set, and bothers nobody below the other one', async () => {
    steady();
    world.issues = ['a', 'b', 'c'].map(issue);
    expect((await watch(issues({}, { failAbove: 2 })).reply).verdict).toBe('fail');
    expect((await watch(issues({}, { failAbove: 3 })).reply).verdict).toBe('inconclusive');
    expect((await watch(issues({}, { askAbove: 3 })).reply).verdict).toBe('pass');
  });

  test('fails above the bound of a plan that was made when there were no rules', async () => {
    steady();
    world.issues = [issue('a')];
    const { issues: _, ...old } = issues({});
    expect((await watch({ ...old, max: 0 }).reply).verdict).toBe('fail');
    expect((await watch({ ...old, max: 1 }).reply).verdict).toBe('inconclusive');
  });

  test('is inconclusive when the source falls silent', async () => {
    steady();
    world.dark = true;
    expect(await watch(issues({}), { lasts: day }).reply).toMatchObject({
      verdict: 'inconclusive',
      says: 'Exceptions: no data: the source is dark',
    });
  });
});
