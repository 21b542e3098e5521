/** Promotions and rollbacks: looked at again once the environment is theirs, and remembered by it afterwards. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { gate } from '../../src/runbook/ask-builder.ts';
import { sequence } from '../../src/runbook/builders.ts';
import type { Course, Plan } from '../../src/runbook/plan.ts';
import { environmentId } from '../../src/environment/messages.ts';
import type { HoldOrder } from '../../src/environment/messages.ts';
import { createEnvironments } from '../../src/worker/environments/client.ts';
import type { EnvironmentStore } from '../../src/worker/environments/client.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { recordHistory } from '../support/histories.ts';
import { set } from '../support/test-steps.ts';

let engine: Engine;
let environments: EnvironmentStore;
beforeAll(async () => {
  engine = await startEngine();
  environments = createEnvironments(engine.client, engine.taskQueue);
});
afterEach(() => engine.world.clear());
afterAll(() => engine.stop());

const fresh = () => `e${randomUUID().slice(0, 8)}`;
const setA = () => set({ name: 'a', value: '1' }, { id: 'set-a' });
const goOn = () => gate('Go on', { instructions: 'Look.', approvers: { roles: [], people: ['kim'] } });
const digestOf = (release: RunningRelease) => release.view().then(({ digest = '' }) => digest);
const confirm = async (release: RunningRelease) =>
  release.send('confirm', { by: 'sam', digest: await digestOf(release) });
const holding = (environment: string, course?: Course) => (): Partial<Plan> => ({
  lease: { environments: [environment], queue: 'all', services: ['api'] },
  ...(course === undefined ? {} : { course }),
});
const entry = (runbook: string, environment: string, version: string) => ({
  key: `key-${version}`,
  release: {
    id: `release/${runbook}/${environment}/${version}`,
    runbook,
    environment,
    version,
    startedBy: 'sam',
  },
  why: `Released ${version}`,
  deployment: { service: 'api', version },
});
const endedAt = (name: string) =>
  eventually(
    async () => (await environments.read(name))?.ended ?? [],
    (ended) => ended.length > 0,
  );

describe('a promotion', () => {
  const services = [{ service: 'api', version: '1.0' }];
  /** Stage runs 1.0, a release of it to another environment is planned. */
  async function planned(more: Partial<Extract<Course, { type: 'promotion' }>> = {}) {
    const [stage, prod, runbook] = [fresh(), fresh(), `r${fresh()}`];
    await environments.record(stage, entry(runbook, stage, '1.0'));
    const course: Course = { type: 'promotion', from: stage, takes: 'what-runs', services, ...more };
    const options = { runbook, environment: prod, confirm: 'ask' } as const;
    const release = await engine.start(setA(), options, holding(prod, course));
    await release.until(({ phase }) => phase === 'confirming');
    return { stage, prod, runbook, release };
  }

  test('goes on where all is as it was planned from', async () => {
    const { release } = await planned();
    await confirm(release);
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('does not begin where the environment before has changed while it waited, and says how', async () => {
    const { release, stage, runbook } = await planned();
    await environments.record(stage, entry(runbook, stage, '1.1'));
    await confirm(release);
    expect(await release.result()).toMatchObject({
      outcome: 'not-started',
      why: expect.stringContaining(`${stage} does not run api 1.0 any more`),
    });
    expect(engine.world.effects).toEqual([]);
  });

  test('that somebody has let through goes on without what it lacks, and the audit names who and why', async () => {
    const { release } = await planned({ soak: '1h', exempt: { by: 'sam', reason: 'logins fail' } });
    const { audit } = await release.view();
    expect(audit.find(({ what }) => what === 'exempted')).toMatchObject({
      by: 'sam',
      says: expect.stringContaining('logins fail'),
    });
    await confirm(release);
    expect((await release.result()).outcome).toBe('succeeded');
  });
});

test('an environment remembers how a release ended, and which gates were passed', async () => {
  const stage = fresh();
  const release = await engine.start(
    sequence('All', [goOn(), setA()]),
    { environment: stage },
    holding(stage),
  );
  await release.untilNode('go-on', 'waiting');
  await release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });
  await release.result();
  expect(await endedAt(stage)).toMatchObject([
    { release: release.handle.workflowId, outcome: 'succeeded', gates: ['go-on'] },
  ]);
  const other = fresh();
  const turned = await engine.start(
    sequence('All', [setA(), goOn()]),
    { environment: other },
    holding(other),
  );
  await turned.untilNode('go-on', 'waiting');
  await turned.send('decide', { by: 'kim', node: 'go-on', decision: 'reject' });
  await turned.result();
  expect(await endedAt(other)).toMatchObject([{ outcome: 'rolled-back', gates: [] }]);
  await recordHistory(engine.client.workflow.getHandle(environmentId(stage)), 'environment');
});

describe('a rollback', () => {
  /** 1.0 ran, 1.1 runs, and all of the runbook is held. */
  async function planned() {
    const [prod, runbook] = [fresh(), `r${fresh()}`];
    await environments.record(prod, entry(runbook, prod, '1.0'));
    await environments.record(prod, entry(runbook, prod, '1.1'));
    const held = { by: 'kim', reason: 'Rolled back', runbook } satisfies HoldOrder;
    await environments.hold(prod, held);
    const course: Course = {
      type: 'rollback',
      reason: 'Carts are lost',
      services: [{ service: 'api', version: '1.0' }],
      replaces: [{ service: 'api', version: '1.1' }],
      acknowledged: ['039_drop'],
    };
    const options = { runbook, environment: prod, confirm: 'ask' } as const;
    const release = await engine.start(sequence('Back', [goOn(), setA()]), options, holding(prod, course));
    await release.until(({ phase }) => phase === 'confirming');
    return { prod, runbook, release, held };
  }

  test('comes in although the runbook is held there, which keeps all else of it out', async () => {
    const { prod, runbook, release, held } = await planned();
    await confirm(release);
    await release.untilNode('go-on', 'waiting');
    await environments.record(prod, {
      ...entry(runbook, prod, '1.0'),
      key: 'back',
      release: { ...entry(runbook, prod, '1.0').release, id: release.handle.workflowId },
    });
    await release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });
    expect((await release.result()).outcome).toBe('succeeded');
    expect((await release.view()).audit.map(({ says }) => says)).toContain(
      'Goes back, past 039_drop: Carts are lost',
    );
    expect(await environments.ledger(prod)).toMatchObject([{ version: '1.0', back: true }, {}, {}]);
    const again = await engine.start(setA(), { runbook, environment: prod, version: '1.1' }, holding(prod));
    const { leases } = await again.until(({ phase }) => phase === 'queued');
    expect(leases).toMatchObject([
      { news: { closed: { why: `${runbook} is held in ${prod} by kim: Rolled back` } } },
    ]);
    await environments.unhold(prod, { by: 'kim', reason: 'mended', runbook: held.runbook });
    expect((await again.result()).outcome).toBe('succeeded');
    await recordHistory(engine.client.workflow.getHandle(environmentId(prod)), 'environment');
  });

  test('does not begin where something else runs by then', async () => {
    const { prod, runbook, release } = await planned();
    await environments.record(prod, entry(runbook, prod, '1.2'));
    await confirm(release);
    expect(await release.result()).toMatchObject({
      outcome: 'not-started',
      why: expect.stringContaining('api was at 1.1 when this was planned, and is at 1.2 now'),
    });
  });

  test('does not begin where its version was held meanwhile', async () => {
    const { prod, runbook, release } = await planned();
    await environments.hold(prod, { by: 'kim', reason: 'leaks', runbook, version: '1.0' });
    await confirm(release);
    const { leases } = await release.until(({ phase }) => phase === 'queued');
    expect(leases).toMatchObject([{ news: { closed: { why: `${runbook} 1.0 is held by kim: leaks` } } }]);
    await release.send('abort', { by: 'sam' });
    expect((await release.result()).outcome).toBe('not-started');
  });
});
