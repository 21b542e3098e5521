import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { prometheusCompare } from '../../src/activities/metrics/prometheusCompare.ts';
import { evidenceFeed } from '../../src/client/live-evidence.ts';
import { sequence } from '../../src/runbook/builders.ts';
import type { BuiltNode } from '../../src/runbook/built.ts';
import type { SoakNode } from '../../src/runbook/plan.ts';
import { soak } from '../../src/runbook/watch-builders.ts';
import type { SoakOptions } from '../../src/runbook/watch-builders.ts';
import { createHttpClient } from '../../src/worker/http-client.ts';
import type { NodeView, ReleaseView } from '../../src/workflows/view.ts';
import { startChild } from '../support/child.ts';
import { startEngine, startRelease } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { startFleet } from '../support/fleet.ts';
import type { Fleet } from '../support/fleet.ts';
import type { KillableWorkerOptions } from '../support/killable-worker.ts';
import { describeWithPrometheus } from '../support/prometheus.ts';
import { set } from '../support/test-steps.ts';

const ask = { instructions: 'Look.', approvers: { roles: [], people: ['kim'] } };

/** The canary of a job, held against the stable instances every second; an hour long, unless evidence ends it. */
const soaking = (canary: 'good' | 'bad', more: Partial<SoakOptions> = {}): BuiltNode<SoakNode> =>
  soak('Soak', {
    for: '1h',
    interval: '1s',
    minimum: '3s',
    onFail: 'rollback',
    ask,
    checks: [
      prometheusCompare(
        {
          canary: { job: canary },
          baseline: { job: 'stable' },
          requests: 'http_requests_total',
          errors: { metric: 'http_requests_total', where: { code: '500' } },
          lagSeconds: 1,
        },
        { id: 'errors', title: 'Errors', margin: 1, inconclusiveLimit: 3 },
      ),
    ],
    ...more,
  });
const setA = () => set({ name: 'a', value: '1' }, { id: 'set-a' });

const soakIn = ({ nodes }: ReleaseView): NodeView | undefined => nodes.find(({ id }) => id === 'soak');
const seenIn = (view: ReleaseView) => soakIn(view)?.evidence?.[0];

describeWithPrometheus('a release whose canary a real Prometheus scrapes from real processes', () => {
  let fleet: Fleet;
  let engine: Engine;
  let withEvidence: ReturnType<typeof evidenceFeed>;
  beforeAll(async () => {
    fleet = await startFleet();
    const prometheus = createHttpClient({ url: fleet.url, access: 'full' });
    engine = await startEngine({ prometheus });
    withEvidence = evidenceFeed({ ...engine, address: '', namespace: 'default', cwd: '' });
  }, 60_000);
  afterAll(async () => {
    await engine.stop();
    await fleet.stop();
  });

  /** Until its running soak has told so many points. */
  const untilSeen = (release: RunningRelease, points: number): Promise<ReleaseView> =>
    eventually(
      async () => withEvidence(await release.view()),
      (view) => (seenIn(view)?.series.length ?? 0) >= points,
    );

  test('rolls the bad one back by evidence, and undoes what came before', async () => {
    const release = await engine.start(sequence('All', [setA(), soaking('bad')]));
    const result = await release.result();
    expect(result).toMatchObject({
      outcome: 'rolled-back',
      why: expect.stringMatching(/Errors: errors: .* times the rate; odds .* to 1 against chance/),
    });
    const view = await release.view();
    expect(seenIn(view)).toMatchObject({ verdict: 'fail' });
    expect(view.nodes.find(({ id }) => id === 'set-a')?.state).toBe('undone');
    expect(engine.world.values()).toEqual({});
    expect(engine.world.effects).toEqual(['set a', 'undo a']);
  });

  test('lets the good one pass long before its time', async () => {
    const release = await engine.start(sequence('All', [soaking('good')]));
    expect((await release.result()).outcome).toBe('succeeded');
    const node = soakIn(await release.view());
    expect(node?.note).toMatch(/odds .* to 1 against being 2 times as bad/);
    expect(Date.parse(node?.endedAt ?? '')).toBeLessThan(Date.parse(node?.until ?? '') - 50 * 60_000);
  });

  test('goes on in another worker when its own is killed, and loses no evidence', async () => {
    const taskQueue = `killed-${randomUUID()}`;
    const { node } = sequence('All', [soaking('good', { minimum: '20s' })]);
    const { SLIPWAY_TEST_TEMPORAL: address = '', SLIPWAY_TEST_BUNDLE: bundle = '' } = process.env;
    const options: KillableWorkerOptions = { address, bundle, taskQueue, prometheus: fleet.url, root: node };
    const worker = () => startChild('worker.mjs', JSON.stringify(options));
    const first = await worker();
    const release = await startRelease(engine.client, taskQueue, {
      runbook: taskQueue,
      environment: 'stage',
      version: '1.0',
      input: { environment: 'stage', version: '1.0' },
      startedBy: 'sam',
      confirm: 'none',
    });
    const before = seenIn(await untilSeen(release, 3))?.series ?? [];
    await first.kill();
    const second = await worker();
    expect((await release.result()).outcome).toBe('succeeded');
    const after = seenIn(await release.view())?.series ?? [];
    await second.kill();
    expect(after.slice(0, before.length)).toEqual(before);
    // A point a second from the first to the last: what nobody judged meanwhile was read afterwards.
    const seconds = (after.at(-1)?.[0] ?? 0) - (after[0]?.[0] ?? 0);
    expect(after).toHaveLength(Math.round(seconds) + 1);
    expect(after.every(([, requests]) => requests > 0)).toBe(true);
  });

  // The last one: it leaves no Prometheus.
  test('asks a person when Prometheus dies, and never takes silence for health', async () => {
    const release = await engine.start(sequence('All', [setA(), soaking('good', { minimum: '30m' })]));
    await untilSeen(release, 3);
    await fleet.killPrometheus();
    const { waiting } = await release.untilNode('soak', 'waiting');
    expect(waiting[0]?.ask?.evidence[0]?.value).toMatch(
      /no data in \d+ looks \(no data: Could not read (the clock of Prometheus|http_requests_total)/,
    );
    expect(seenIn(await release.view())).toMatchObject({ verdict: 'continue' });
    await release.send('decide', { by: 'kim', node: 'soak', decision: 'reject' });
    expect((await release.result()).outcome).toBe('rolled-back');
  });
});
