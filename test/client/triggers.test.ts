/** Triggers, against a real Temporal, a real worker and a real git server: what is new is released once. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exitCodes } from '../../src/client/exit-codes.ts';
import { releaseId } from '../../src/workflows/messages.ts';
import { eventually } from '../support/eventually.ts';
import { recordHistory } from '../support/histories.ts';
import { put, read } from '../../src/activities/oci/manifests.ts';
import { describeWithGit, describeWithRegistry, repository } from '../support/real-parts.ts';
import { startTriggerWorld } from '../support/trigger-world.ts';
import type { TriggerWorld } from '../support/trigger-world.ts';

const tags = { type: 'tag', repository, prefix: 'v', versions: 'stable' };
const main = { type: 'branch', repository, branch: 'main' };
const noon = { source: { type: 'time' }, at: { cron: ['0 12 * * *'], timeZone: 'Europe/Berlin' } };
const triggers = {
  tags: { source: tags, fill: { ref: 'commit' } },
  each: { source: { ...tags, prefix: 'e' }, several: 'each' },
  bad: { source: { ...tags, prefix: 'b', versions: 'any' } },
  main: { source: main },
  waiting: { source: main, whileRunning: 'wait', input: { stays: true } },
  later: { source: { ...main, branch: 'later' } },
  noon,
};

describeWithGit('a trigger', () => {
  let world: TriggerWorld;
  beforeAll(async () => {
    world = await startTriggerWorld('git');
    const said = await world.configure(triggers);
    expect([said.code, said.stderr]).toEqual([0, '']);
    expect(said.stdout).toContain(`tags-${world.mark}: made`);
  });
  afterAll(() => world.stop());

  /** A commit on `main` with these tags; its hash. */
  const tagged = (...names: readonly string[]): string =>
    world.parts.git.commit(repository, {
      message: names.join(),
      branch: 'main',
      files: { page: names.join() },
      tags: names,
    });
  const idOf = (version: string): string => releaseId(`r-${world.mark}`, `stage-${world.mark}`, version);
  const start = async (id: string): Promise<Record<string, unknown>> => {
    const { events } = await world.client.workflow.getHandle(id).fetchHistory();
    const given = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data;
    return JSON.parse(Buffer.from(given ?? []).toString()) as Record<string, unknown>;
  };

  test('takes what is there at first as seen, and says so', async () => {
    const first = await world.view('main');
    expect(first).toMatchObject({ step: 'same', paused: false, last: null, problem: null });
    expect(first.notes[0]?.says).toBe('Began with 1 there already: what comes from now on is released.');
    expect(first.next).not.toBeNull();
    expect((await world.look('main')).notes).toHaveLength(1);
    expect(await world.released('main')).toEqual([]);
  });

  test('releases a new tag once, with what it is filled with, and says who started it', async () => {
    await world.view('tags');
    const commit = tagged('v1.0.0', 'v1.1.0-rc.1', 'nightly');
    const { last, problem } = await world.look('tags');
    expect(problem).toBeNull();
    expect(last).toMatchObject({ release: idOf('1.0.0'), because: 'the tag v1.0.0', how: 'started' });
    expect(await start(idOf('1.0.0'))).toMatchObject({
      startedBy: `trigger:tags-${world.mark}`,
      confirm: 'none',
      input: { environment: `stage-${world.mark}`, version: '1.0.0', ref: commit },
    });
    expect((await world.look('tags')).last?.at).toBe(last?.at);
    await eventually(
      () => world.released('tags'),
      (versions) => versions.length > 0,
    );
    expect(await world.released('tags')).toEqual(['1.0.0']);
  });

  test('releases the newest of several new tags, by version and not by letters, and names the others', async () => {
    tagged('v1.9.0', 'v1.10.0', 'v1.2.0');
    const { last, notes } = await world.look('tags');
    expect(last?.version).toBe('1.10.0');
    expect(notes.slice(-2).map(({ says }) => says)).toEqual([
      'v1.2.0 was passed over for v1.10.0.',
      'v1.9.0 was passed over for v1.10.0.',
    ]);
    const seenFrom = (await world.look('tags')).last;
    expect(seenFrom).toEqual(last);
  });

  test('or each of them, where it is told to', async () => {
    await world.view('each');
    tagged('e2.0.0', 'e2.0.1');
    await world.look('each');
    const versions = await eventually(
      () => world.released('each'),
      (found) => found.length === 2,
    );
    expect(versions).toEqual(['2.0.0', '2.0.1']);
    await recordHistory(world.client.workflow.getHandle(await lastLookOf('each')));
  });

  test('starts nothing for a tag that was moved, and says that it was', async () => {
    tagged('v1.10.0');
    const { last, notes } = await world.look('tags');
    expect(last?.version).toBe('1.10.0');
    expect(notes.at(-1)?.says).toContain('v1.10.0 was moved');
    expect((await world.look('tags')).notes.filter(({ says }) => says.includes('was moved'))).toHaveLength(1);
  });

  test('starts nothing where a release of that version is there already, and goes on', async () => {
    const said = await world.cli(
      ...['start', `r-${world.mark}`, '--environment', `stage-${world.mark}`, '--version', '1.11.0', '--yes'],
    );
    expect(said.stderr).toBe('');
    tagged('v1.11.0');
    const { last, problem, notes } = await world.look('tags');
    expect([last?.how, problem]).toEqual(['existed', null]);
    expect(notes.at(-1)?.says).toContain('was there already');
    tagged('v1.12.0');
    expect((await world.look('tags')).last).toMatchObject({ version: '1.12.0', how: 'started' });
    expect(await start(idOf('1.11.0'))).toMatchObject({ startedBy: 'sam' });
  });

  test('releases the commit behind an annotated tag, not the object that the tag is', async () => {
    const commit = world.parts.git.commit(repository, {
      ...{ message: 'annotated', branch: 'main', files: { page: 'annotated' } },
      annotatedTags: ['v1.13.0'],
    });
    expect((await world.look('tags')).last).toMatchObject({ version: '1.13.0', how: 'started' });
    expect(await start(idOf('1.13.0'))).toMatchObject({ input: { ref: commit } });
  });

  test('releases the new head of a branch', async () => {
    const commit = tagged();
    expect((await world.look('main')).last).toMatchObject({
      version: commit.slice(0, 12),
      because: `main at ${commit.slice(0, 12)}`,
    });
  });

  test('may wait for the release that it started last, and then takes the newest', async () => {
    await world.view('waiting');
    const first = tagged();
    expect((await world.look('waiting')).last?.version).toBe(first.slice(0, 12));
    tagged();
    const newest = tagged();
    const waits = await world.look('waiting');
    expect(waits).toMatchObject({
      waitsFor: idOf(first.slice(0, 12)),
      last: { version: first.slice(0, 12) },
    });
    await world.client.workflow.getHandle(idOf(first.slice(0, 12))).terminate();
    const goesOn = await world.look('waiting');
    expect(goesOn).toMatchObject({ waitsFor: null, last: { version: newest.slice(0, 12) } });
    await world.client.workflow.getHandle(idOf(newest.slice(0, 12))).terminate();
  });

  test('that can’t look says why and since when, and has forgotten nothing', async () => {
    const { problem, lookedAt } = await world.view('later');
    expect(problem?.says).toContain('has no branch later');
    expect(lookedAt).toBeNull();
    expect((await world.look('later')).problem?.since).toBe(problem?.since);
    expect(await doctor()).toContainEqual(
      expect.objectContaining({
        subject: `trigger later-${world.mark}`,
        ok: false,
        says: expect.stringContaining('has no branch later'),
      }),
    );
    world.parts.git.commit(repository, { message: 'later', branch: 'main', files: {}, branches: ['later'] });
    expect(await world.look('later')).toMatchObject({ problem: null, last: null });
    const commit = world.parts.git.commit(repository, { message: 'on', branch: 'later', files: {} });
    expect((await world.look('later')).last?.version).toBe(commit.slice(0, 12));
  });

  test('starts nothing that its runbook would refuse, and takes it up when that is mended', async () => {
    await world.view('bad');
    tagged('bbad-1');
    const { problem, last } = await world.look('bad');
    expect(problem?.says).toContain('version: is a bad one');
    expect(last).toBeNull();
    await world.configure({ ...triggers, bad: { ...triggers.bad, source: { ...triggers.bad.source } } });
    expect((await world.look('bad')).problem?.since).toBe(problem?.since);
  });

  const keptAs = (name: string) => world.client.schedule.getHandle(`trigger/${name}-${world.mark}`);

  test('of a time that comes while no worker is there is made up for when one comes, once', async () => {
    expect(await world.released('noon')).toEqual([]);
    await world.stopWorker();
    const { spec, info } = await keptAs('noon').describe();
    const before = info.numActionsTaken;
    const due = await soonDue();
    await eventually(
      async () => (await keptAs('noon').describe()).info.numActionsTaken,
      (taken) => taken > before,
    );
    const version = `${due.toISOString().slice(0, 16).replace(':', '-')}Z`;
    // It was Temporal's clock that began it, and nobody is there to look.
    expect(await world.released('noon')).toEqual([]);
    await world.startWorker();
    expect((await world.view('noon')).last).toMatchObject({ version, how: 'started' });
    const versions = await eventually(
      () => world.released('noon'),
      (found) => found.length > 0,
    );
    expect(versions).toEqual([version]);
    expect((await keptAs('noon').describe()).info.numActionsTaken).toBe(before + 1);
    await keptAs('noon').update((kept) => ({ ...kept, spec }));
  });

  /** Has the trigger's time come in some seconds, and never again: a configuration names minutes, and a test has none. */
  async function soonDue(): Promise<Date> {
    for (;;) {
      const due = new Date(Math.ceil(Date.now() / 1000) * 1000 + 2000);
      const [second, minute, hour] = [due.getUTCSeconds(), due.getUTCMinutes(), due.getUTCHours()];
      const date = `${due.getUTCDate()} ${due.getUTCMonth() + 1} * ${due.getUTCFullYear()}`;
      await keptAs('noon').update((kept) => ({
        ...kept,
        spec: { cronExpressions: [`${second} ${minute} ${hour} ${date}`], timezone: 'UTC' },
      }));
      if (Date.now() < due.getTime() - 500) return due;
    }
  }

  test('of a time releases at each, and once a minute at most', async () => {
    const { last } = await world.look('noon');
    expect(last?.version).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\dZ$/);
    expect(Date.parse(last?.version.replace(/T(\d\d)-/, 'T$1:') ?? '')).not.toBeNaN();
    const { schedule } = world.client;
    const { spec } = await schedule.getHandle(`trigger/noon-${world.mark}`).describe();
    expect(spec.timezone).toBe('Europe/Berlin');
    expect(spec.calendars?.[0]?.hour).toEqual([expect.objectContaining({ start: 12, end: 12 })]);
  });

  test('of a time releases at the times that its cron means, by the clocks of its zone, each once', async () => {
    // The day on which Berlin's clocks went forward lies between these two noons.
    const range = { start: new Date('2025-03-29T00:00:00Z'), end: new Date('2025-03-31T00:00:00Z') };
    // Temporal itself finds the times of the cron that apply gave it.
    const taken = async () => (await keptAs('noon').describe()).info.numActionsTaken;
    const before = await taken();
    for (const twice of [2, 4]) {
      await keptAs('noon').backfill([{ ...range, overlap: 'BUFFER_ALL' }]);
      await eventually(taken, (count) => count >= before + twice);
      await world.view('noon');
    }
    const versions = await eventually(
      async () => (await world.released('noon')).filter((version) => version.startsWith('2025-')),
      (found) => found.length >= 2,
    );
    expect(versions).toEqual(['2025-03-29T11-00Z', '2025-03-30T10-00Z']);
  });

  test('is taken up by the worker that comes, if none was there', async () => {
    await world.stopWorker();
    tagged('v3.0.0');
    await world.cli('triggers', 'look', `tags-${world.mark}`);
    await world.startWorker();
    expect((await world.view('tags')).last?.version).toBe('3.0.0');
    const versions = await eventually(
      () => world.released('tags'),
      (found) => found.includes('3.0.0'),
    );
    expect(versions.filter((version) => version === '3.0.0')).toHaveLength(1);
  });

  test('looks no more while it is paused, and says by whom and why', async () => {
    const name = `main-${world.mark}`;
    expect((await world.cli('triggers', 'pause', name)).stderr).toContain('Give --reason');
    const paused = await world.cli('triggers', 'pause', name, '--reason', 'The tests are red');
    expect(paused.stdout).toContain('is paused: The tests are red');
    expect(await world.view('main')).toMatchObject({ paused: true, note: 'sam: The tests are red' });
    expect((await world.cli('triggers')).stdout).toMatch(/main-.* paused[^]*paused: sam: The tests are red/);
    expect((await world.cli('triggers', 'resume', name)).stdout).toContain('goes on');
    expect(await world.view('main')).toMatchObject({ paused: false, note: null });
    const unknown = await world.cli('triggers', 'pause', 'nobody', '--reason', 'x');
    expect([unknown.code, unknown.stderr]).toEqual([
      exitCodes.notFound,
      expect.stringContaining(`tags-${world.mark}`),
    ]);
  });

  test('is put in step with the configuration by apply: changed, kept as it was, taken away', async () => {
    const name = (one: string) => `${one}-${world.mark}`;
    await world.cli('triggers', 'pause', name('main'), '--reason', 'A holiday');
    await world.client.schedule.getHandle(`trigger/${name('each')}`).delete();
    expect(await world.cli('triggers')).toMatchObject({
      stdout: expect.stringContaining('does not keep it yet'),
    });
    expect(await doctor()).toContainEqual(
      expect.objectContaining({ subject: `trigger ${name('each')}`, ok: false, remedy: expect.anything() }),
    );
    const { tags: kept, main: changed } = triggers;
    const said = await world.configure({
      tags: kept,
      main: { ...changed, every: '3h' },
      calendar: { ...noon, at: { calendar: [{ hour: [2], dayOfWeek: ['MONDAY'] }], timeZone: 'UTC' } },
    });
    expect(said.stdout.split('\n')).toEqual(
      expect.arrayContaining([
        `${name('tags')}: unchanged`,
        `${name('main')}: changed`,
        `${name('calendar')}: made`,
        `${name('noon')}: taken away`,
      ]),
    );
    // What it has seen and that it is paused outlast the change.
    expect(await world.view('main')).toMatchObject({ paused: true, times: 'every 3h', step: 'same' });
    expect((await world.look('tags')).last?.version).toBe('3.0.0');
    const { stdout } = await world.cli('triggers');
    expect(stdout).toContain('02:00 monday (UTC)');
    expect(stdout).not.toContain(name('noon'));
  });

  const doctor = async (): Promise<unknown> => JSON.parse((await world.cli('doctor', '--json')).stdout);

  test('is completed by name', async () => {
    const orders = await world.cli('__complete', 'triggers', '');
    expect(orders.stdout.split('\n')).toEqual(expect.arrayContaining(['apply', 'pause', 'look']));
    expect((await world.cli('__complete', 'triggers', 'pause', 'ta')).stdout).toBe(`tags-${world.mark}\n`);
  });

  async function lastLookOf(name: string): Promise<string> {
    const { info } = await world.client.schedule.getHandle(`trigger/${name}-${world.mark}`).describe();
    return info.recentActions.at(-1)?.action.workflow.workflowId ?? '';
  }
});

describeWithRegistry('a trigger of what is published', () => {
  let world: TriggerWorld;
  beforeAll(async () => {
    world = await startTriggerWorld('registry');
    const said = await world.configure({ main: { source: { ...main, ready: { images: [repository] } } } });
    expect([said.code, said.stderr]).toEqual([0, '']);
  });
  afterAll(() => world.stop());

  const pushed = (page: string): string =>
    world.parts.git.commit(repository, { message: page, branch: 'main', files: { page } });
  const publish = async (commit: string): Promise<void> => {
    const { signal } = new AbortController();
    const { oci } = world.parts.clients;
    const image = await read(oci, { repository, reference: 'one' }, signal);
    await put(oci, { repository, reference: commit }, image, { key: commit, signal });
  };

  test('releases a head once its image is there, says before what it lacks, and leaves out what never had one', async () => {
    await world.view('main');
    const never = pushed('never');
    expect(await world.look('main')).toMatchObject({
      last: null,
      lacks: `${never.slice(0, 12)} lacks the image ${repository}`,
    });
    expect((await world.cli('triggers')).stdout).toContain(`not yet: ${never.slice(0, 12)} lacks the image`);
    const commit = pushed('published');
    expect((await world.look('main')).lacks).toContain(commit.slice(0, 12));
    expect(await world.released('main')).toEqual([]);
    await publish(commit);
    expect(await world.look('main')).toMatchObject({ last: { version: commit.slice(0, 12) }, lacks: null });
    expect((await world.look('main')).last?.how).toBe('started');
    expect(await world.released('main')).toEqual([commit.slice(0, 12)]);
  });
});
