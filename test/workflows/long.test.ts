/** Long releases: they continue as new before the server's limits, which are lower here, and nothing is lost on the way. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { gate, guard, parallel, release as child, sequence, soak } from '../../src/runbook/builders.ts';
import { environmentId } from '../../src/environment/messages.ts';
import type { Plan } from '../../src/runbook/plan.ts';
import { createEnvironments } from '../../src/worker/environments/client.ts';
import type { RunningTemporal } from '../../src/worker/temporal/start.ts';
import { startTemporal } from '../../src/worker/temporal/start.ts';
import type { ReleaseView } from '../../src/workflows/view.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { recordHistory } from '../support/histories.ts';
import { gauge } from '../support/test-checks.ts';
import { set } from '../support/test-steps.ts';

const dir = mkdtempSync(join(tmpdir(), 'slipway-long-'));
let server: RunningTemporal;
let engine: Engine;
beforeAll(async () => {
  server = await startTemporal({
    headless: true,
    logFile: join(dir, 'temporal.log'),
    dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': 40 },
  });
  process.env['SLIPWAY_TEST_TEMPORAL'] = server.address;
  engine = await startEngine();
});
afterEach(() => engine.world.clear());
afterAll(async () => {
  await engine.stop();
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

const releng = { roles: ['releng'], people: ['kim', 'lee'] };
const ask = { instructions: 'Look.', approvers: releng };
const setA = () => set({ name: 'a', value: '1' }, { id: 'set-a' });
const setB = () => set({ name: 'b', value: '2' }, { id: 'set-b' });
const setC = () => set({ name: 'c', value: '3' }, { id: 'set-c' });
const errors = () => gauge({ name: 'errors' }, { id: 'errors', title: 'Errors', max: 5 });

/** Pauses and resumes until it has continued as new so often; records the runs before. */
async function worn(release: RunningRelease, times = 1): Promise<ReleaseView> {
  const runs = new Set([(await release.view()).runId]);
  for (let said = 0; said < 100 * times; said += 1) {
    await release.send('pause', { by: 'kim', reason: `no ${said}` });
    await release.send('resume', { by: 'kim' });
    const view = await release.view();
    if (runs.has(view.runId)) continue;
    await recordHistory(engine.client.workflow.getHandle(view.id, [...runs].at(-1)), `run-${runs.size}`);
    runs.add(view.runId);
    if (runs.size > times) return view;
  }
  throw new Error('It never continued as new.');
}

/** All but what a pause adds, and the run's own id. */
const shown = ({ runId: _, audit: __, ...view }: ReleaseView): unknown => JSON.parse(JSON.stringify(view));
const told = ({ audit }: ReleaseView): readonly unknown[] =>
  audit.filter(({ what }) => what !== 'paused' && what !== 'resumed');

describe('a release that continues as new', () => {
  test('shows what it showed: outputs, an open gate with its approvals, a park, what a rollback would do', async () => {
    engine.world.fault('refuse', 'b');
    const release = await engine.start(
      sequence('All', [setA(), parallel('Both', [gate('Go on', { ...ask, quorum: 2 }), setB()]), setC()]),
    );
    await release.untilNode('go-on', 'waiting');
    await release.untilNode('set-b', 'parked');
    await release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve', reason: 'seen' });
    const before = await release.view();
    const after = await worn(release, 2);
    expect(shown(after)).toEqual(shown(before));
    expect(told(after)).toEqual(told(before));
    const pauses = after.audit.filter(({ what }) => what === 'paused');
    expect(pauses.map(({ says }) => says)).toEqual(pauses.map((_, index) => `Paused: no ${index}`));

    await expect(
      release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' }),
    ).rejects.toMatchObject({ cause: { message: expect.stringContaining('has approved') } });
    await release.send('decide', { by: 'lee', node: 'go-on', decision: 'approve' });
    await release.send('resolve', { by: 'lee', node: 'set-b', action: 'retry' });
    const result = await release.result();
    expect(result.outcome).toBe('succeeded');
    expect(Object.keys(result.outputs).sort()).toEqual(['go-on', 'set-a', 'set-b', 'set-c']);
    expect(engine.world.effects).toEqual(['set a', 'set b', 'set c']);
  });

  test('goes on with a wait, and neither looks nor acts again', async () => {
    engine.world.hold('a');
    const release = await engine.start(sequence('All', [setA(), setB()]));
    await release.until(() => engine.world.effects.length === 1);
    await worn(release);
    engine.world.free('a');
    expect((await release.result()).outcome).toBe('succeeded');
    expect(engine.world.effects).toEqual(['set a', 'set b']);
    // The wait itself, then all of the second step, whose look is the only one.
    expect(await kindsOf(release)).toEqual([
      'test.set.settle',
      'test.set.observe',
      'test.set.act',
      'test.set.settle',
    ]);
  });

  test('keeps what a guard had seen, holds back below it, and asks on', async () => {
    engine.world.gauges.set('errors', 1);
    const release = await engine.start(
      sequence('All', [
        guard('Watch', { checks: [errors()], interval: '200ms', ask }, gate('Go on', ask)),
        setB(),
      ]),
    );
    await release.untilNode('go-on', 'waiting');
    await worn(release);
    engine.world.gauges.set('errors', 9);
    const { waiting } = await release.untilNode('watch', 'waiting');
    const seen = waiting.find(({ node }) => node === 'watch')?.ask?.evidence.map(({ title }) => title);
    expect(seen).toEqual(['What was seen', 'errors at 1', 'errors at 9']);
    await worn(release);
    await expect(
      release.send('decide', { by: 'lee', node: 'go-on', decision: 'approve' }),
    ).rejects.toMatchObject({ cause: { message: expect.stringContaining('has found something') } });
    await release.send('decide', { by: 'lee', node: 'watch', decision: 'approve' });
    await release.untilNode('watch', 'running');
    await worn(release);
    await release.send('decide', { by: 'lee', node: 'go-on', decision: 'approve' });
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('soaks for the rest of its time', async () => {
    engine.world.gauges.set('errors', 1);
    const release = await engine.start(
      sequence('All', [soak('Soak', { for: '15s', interval: '200ms', checks: [errors()], ask }), setB()]),
    );
    const { nodes } = await release.untilNode('soak', 'running');
    const after = await worn(release);
    expect(after.nodes.find(({ id }) => id === 'soak')).toEqual(nodes.find(({ id }) => id === 'soak'));
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('reminds nobody twice', async () => {
    engine.reminders.length = 0;
    const reminders = [
      { after: '100ms', to: releng },
      { after: '200ms', to: releng },
      { after: '1h', to: releng },
    ];
    const release = await engine.start(sequence('All', [gate('Go on', { ...ask, reminders })]));
    await release.until(() => engine.reminders.length === 2);
    const after = await worn(release);
    expect(after.audit.filter(({ what }) => what === 'reminded')).toHaveLength(2);
    await release.send('decide', { by: 'lee', node: 'go-on', decision: 'approve' });
    expect((await release.result()).outcome).toBe('succeeded');
    expect(engine.reminders).toHaveLength(2);
  });

  test('stays paused', async () => {
    engine.world.hold('a');
    const release = await engine.start(sequence('All', [setA(), setB()]));
    await release.until(() => engine.world.effects.length === 1);
    await release.send('pause', { by: 'kim' });
    const { runId } = await release.view();
    for (let sent = 0; sent < 40; sent += 1) await release.handle.signal('approve', { by: 'eve' });
    const after = await release.until((view) => view.runId !== runId);
    expect(after).toMatchObject({ phase: 'paused', paused: { by: 'kim' } });
    engine.world.free('a');
    await release.untilNode('set-a', 'done');
    expect((await release.view()).nodes.find(({ id }) => id === 'set-b')?.state).toBe('pending');
    await release.send('resume', { by: 'kim' });
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('hears everything that is said to it meanwhile, once', async () => {
    const release = await engine.start(sequence('All', [gate('Go on', ask)]));
    await release.untilNode('go-on', 'waiting');
    const sent = Array.from({ length: 150 }, (_, index) => `eve-${index}`);
    await Promise.all(
      Array.from({ length: 5 }, async (_, lane) => {
        for (const by of sent.filter((__, index) => index % 5 === lane)) {
          await release.handle.signal('approve', { by });
        }
      }),
    );
    const { audit } = await release.until(
      (view) => view.audit.filter(({ what }) => what === 'refused').length >= sent.length,
    );
    expect(audit.flatMap(({ what, by }) => (what === 'refused' ? [by] : [])).sort()).toEqual(
      [...sent].sort(),
    );
    await release.send('decide', { by: 'lee', node: 'go-on', decision: 'approve' });
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('rolls back what it did in the run before', async () => {
    const release = await engine.start(sequence('All', [setA(), setB(), gate('Go on', ask)]));
    await release.untilNode('go-on', 'waiting');
    await worn(release);
    await release.send('rollback', { by: 'kim' });
    expect(await release.result()).toMatchObject({ outcome: 'rolled-back', left: [] });
    expect(engine.world.effects).toEqual(['set a', 'set b', 'undo b', 'undo a']);
  });

  test('goes on with a rollback that waits for a person', async () => {
    engine.world.fault('undo', 'b');
    const release = await engine.start(sequence('All', [setA(), setB(), gate('Go on', ask)]));
    await release.untilNode('go-on', 'waiting');
    await release.send('rollback', { by: 'kim' });
    const before = await release.untilNode('set-b', 'undo-parked');
    for (let sent = 0; sent < 40; sent += 1) await release.handle.signal('approve', { by: 'eve' });
    const after = await release.until((view) => view.runId !== before.runId);
    expect(shown(after)).toEqual(shown(before));
    await release.send('resolve', { by: 'kim', node: 'set-b', action: 'retry' });
    expect((await release.result()).outcome).toBe('rolled-back');
    expect(engine.world.effects).toEqual(['set a', 'set b', 'undo b', 'undo a']);
  });

  test('waits for a release within it, which continues as new by itself', async () => {
    engine.define('child', sequence('Child', [setA(), gate('Inside', ask), setC()]));
    const inner = child('Child', { runbook: 'child', input: { environment: 'stage', version: '3.1' } });
    const release = await engine.start(sequence('All', [inner, setB()]));
    const within = engine.client.workflow.getHandle('release/child/stage/3.1');
    const seen = () => within.query<ReleaseView>('status').catch(() => undefined);
    const asked = await eventually(seen, (view) => view?.waiting.length === 1);
    for (let sent = 0; sent < 40; sent += 1) {
      await within.signal('approve', { by: 'eve' });
      await release.handle.signal('approve', { by: 'eve' });
    }
    await eventually(seen, (view) => view !== undefined && view.runId !== asked?.runId);
    await within.signal('approve', { by: 'lee' });
    expect((await release.result()).outcome).toBe('succeeded');
    expect(engine.world.effects).toEqual(['set a', 'set c', 'set b']);
  });

  test('does not hold up what stands beside a release within it, and continues as new when that has ended', async () => {
    engine.define('beside', sequence('Child', [gate('Inside', ask)]));
    const inner = child('Child', { runbook: 'beside', input: { environment: 'stage', version: '3.2' } });
    const beside = sequence('Beside', [gate('Go on', ask), setB()]);
    const release = await engine.start(
      sequence('All', [parallel('Both', [inner, beside]), gate('Last', ask)]),
    );
    const { runId } = await release.untilNode('go-on', 'waiting');
    for (let sent = 0; sent < 40; sent += 1) await release.handle.signal('approve', { by: 'eve' });
    await release.send('decide', { by: 'lee', node: 'go-on', decision: 'approve' });
    expect((await release.untilNode('set-b', 'done')).runId).toBe(runId);

    await engine.client.workflow.getHandle('release/beside/stage/3.2').signal('approve', { by: 'lee' });
    await release.until((view) => view.runId !== runId);
    await recordHistory(engine.client.workflow.getHandle(release.handle.workflowId, runId), 'run-1');
    await release.untilNode('last', 'waiting');
    await release.send('decide', { by: 'lee', node: 'last', decision: 'approve' });
    expect((await release.result()).outcome).toBe('succeeded');
    expect(engine.world.effects).toEqual(['set b']);
  });
});

/** What the last run did, in order: activities by their type; looks are local activities, which leave a marker. */
async function kindsOf({ handle }: RunningRelease): Promise<string[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name ?? [],
  );
}

describe('an environment that continues as new', () => {
  test('keeps who has it, who waits, what is held, what runs and how releases ended', async () => {
    const environments = createEnvironments(engine.client, engine.taskQueue);
    const stage = 'worn-out';
    const lease = (): Partial<Plan> => ({ lease: { environments: [stage], queue: 'all', services: [] } });
    const waiting = () =>
      engine.start(sequence('All', [gate('Go on', ask), setA()]), { environment: stage }, lease);
    const approve = { by: 'kim', node: 'go-on', decision: 'approve' } as const;
    const ended = await waiting();
    await ended.untilNode('go-on', 'waiting');
    const holder = await waiting();
    await ended.send('decide', approve);
    await holder.untilNode('go-on', 'waiting');
    const next = await waiting();
    await next.until(({ phase }) => phase === 'queued');
    await environments.hold(stage, { by: 'kim', reason: 'Rolled back', runbook: 'shop' });
    const handle = engine.client.workflow.getHandle(environmentId(stage));
    const { runId } = await handle.describe();
    const seen = async () => {
      const { audit: _, current, ...view } = (await environments.read(stage)) ?? { audit: [], current: [] };
      return { ...view, runs: current.map(({ service, version }) => `${service} ${version}`) };
    };
    const record = (at: number) =>
      environments.record(stage, {
        key: `key-${at}`,
        release: {
          id: 'release/shop/worn-out/1.0',
          runbook: 'shop',
          environment: stage,
          version: '1.0',
          startedBy: 'sam',
        },
        why: 'Released',
        deployment: { service: 'api', version: `1.${at}` },
      });
    await record(0);
    const before = await seen();
    for (let at = 1; at < 60 && (await handle.describe()).runId === runId; at += 1) await record(at);
    expect((await handle.describe()).runId).not.toBe(runId);
    await recordHistory(engine.client.workflow.getHandle(environmentId(stage), runId), 'run-1');
    const { entries, runs, ...after } = await seen();
    expect(after).toEqual({ ...before, entries: undefined, runs: undefined });
    expect([before.runs, runs]).toEqual([['api 1.0'], [`api 1.${entries === undefined ? 0 : entries - 1}`]]);
    expect(after).toMatchObject({
      holder: { release: { id: holder.handle.workflowId } },
      queue: [{ release: { id: next.handle.workflowId } }],
      holds: [{ runbook: 'shop' }],
      ended: [{ outcome: 'succeeded', gates: ['go-on'] }],
    });

    // The run that follows watches the same holder, and lets the same one in after it.
    await holder.handle.terminate();
    await next.untilNode('go-on', 'waiting');
    await next.send('decide', approve);
    expect((await next.result()).outcome).toBe('succeeded');
    await recordHistory(engine.client.workflow.getHandle(environmentId(stage)));
  }, 60_000);
});
