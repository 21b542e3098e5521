/** The lease of an environment: one release at a time, in order, and never left behind. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { gate } from '../../src/runbook/ask-builder.ts';
import { sequence } from '../../src/runbook/builders.ts';
import type { LeasePlan, Plan } from '../../src/runbook/plan.ts';
import { environmentId, leaseSignal } from '../../src/environment/messages.ts';
import type { EnvironmentUpdate } from '../../src/environment/messages.ts';
import type { EnvironmentView } from '../../src/environment/view.ts';
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

const people = { roles: [], people: ['kim', 'sam'] };
const approve = { by: 'kim', node: 'go-on', decision: 'approve' } as const;
const goOn = (lease: 'keep' | 'release-and-revalidate' = 'keep') =>
  gate('Go on', { instructions: 'Look.', approvers: people, lease });
const setA = () => set({ name: 'a', value: '1' }, { id: 'set-a' });

/** An environment of its own for each test: the server is everybody's. */
const fresh = () => `e${randomUUID().slice(0, 8)}`;
const holding =
  (environment: string, lease: Partial<LeasePlan> = {}) =>
  (): Partial<Plan> => ({
    lease: { environments: [environment], queue: 'all', services: [], ...lease },
  });
const waitingAt = (environment: string, options: object = {}, lease: Partial<LeasePlan> = {}) =>
  engine.start(sequence('All', [goOn(), setA()]), { environment, ...options }, holding(environment, lease));
/** Who has it, and who waits for it. */
async function oneBehind(environment: string): Promise<[RunningRelease, RunningRelease]> {
  const first = await waitingAt(environment);
  await first.untilNode('go-on', 'waiting');
  const second = await waitingAt(environment);
  await second.until(({ phase }) => phase === 'queued');
  return [first, second];
}
const at = (name: string, wanted: (view: EnvironmentView) => boolean) =>
  eventually(
    async () => environments.read(name),
    (view) => view !== undefined && wanted(view),
  ) as Promise<EnvironmentView>;
const order = (name: string, update: EnvironmentUpdate, payload: object) =>
  environments.update<{ says: string }>(name, update, payload);
const idOf = ({ handle }: RunningRelease) => handle.workflowId;
/** What the web UI asks for, and shows beside the history. */
const inWebUi = async ({ handle }: RunningRelease): Promise<string> =>
  (await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata')).currentDetails;
const handleOf = (name: string) => engine.client.workflow.getHandle(environmentId(name));
const record = (name: string) => recordHistory(handleOf(name), 'environment');
const frozen = { by: 'kim', reason: 'the fair' };
/** After how long without a sign of life each activity is given to another worker. */
async function beats(handle: Pick<RunningRelease['handle'], 'fetchHistory'>) {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
    scheduled == null
      ? []
      : [{ name: scheduled.activityType?.name ?? '', seconds: Number(scheduled.heartbeatTimeout?.seconds) }],
  );
}

describe('a lease', () => {
  test('is held from before the first node until the end, and the next one follows by itself', async () => {
    const stage = fresh();
    const first = await waitingAt(stage);
    await first.untilNode('go-on', 'waiting');
    const second = await waitingAt(stage);
    const queued = await second.until(({ phase }) => phase === 'queued');
    expect(queued.leases).toMatchObject([
      { environment: stage, news: { state: 'queued', position: 1, holder: idOf(first) } },
    ]);
    expect(queued.nodes.map(({ state }) => state)).toEqual(['pending', 'pending', 'pending']);
    await first.send('decide', approve);
    expect((await first.result()).outcome).toBe('succeeded');
    await second.untilNode('go-on', 'waiting');
    await second.send('decide', approve);
    expect((await second.result()).outcome).toBe('succeeded');
    expect((await at(stage, ({ holder }) => holder === undefined)).queue).toEqual([]);
    await record(stage);
    const asked = await Promise.all([second.handle, handleOf(stage)].map(beats));
    expect(asked.flat().filter(({ name }) => /^(requestLease|admit)$/.test(name))).toEqual(
      expect.arrayContaining([
        { name: 'requestLease', seconds: 2 },
        { name: 'admit', seconds: 2 },
      ]),
    );
  });

  test('is freed when its holder is terminated', async () => {
    const stage = fresh();
    const [first, second] = await oneBehind(stage);
    await first.handle.terminate('somebody meant it');
    await second.untilNode('go-on', 'waiting');
    const view = await environments.read(stage);
    expect(view?.audit.map(({ says }) => says)).toContain(
      `${idOf(first)} has left ${stage}: it has ended: terminated`,
    );
    expect(view?.ended).toMatchObject([{ release: idOf(first), outcome: 'terminated', gates: [] }]);
    await second.handle.terminate();
    await at(stage, ({ holder }) => holder === undefined);
    await record(stage);
  });

  test('is kept by a holder that is reset to an earlier point of its history', async () => {
    const stage = fresh();
    const [first, second] = await oneBehind(stage);
    const { events } = await first.handle.fetchHistory();
    const done =
      events?.findLast(({ workflowTaskCompletedEventAttributes: of }) => of != null)?.eventId ?? null;
    await engine.client.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: idOf(first) },
      workflowTaskFinishEventId: done,
      requestId: randomUUID(),
      reason: 'to see who has the environment then',
    });
    const reset = engine.client.workflow.getHandle(idOf(first));
    await eventually(
      () => reset.executeUpdate('decide', { args: [approve] }).catch(() => undefined),
      (reply) => reply !== undefined,
    );
    await reset.result();
    await second.untilNode('go-on', 'waiting');
    expect((await environments.read(stage))?.audit.map(({ says }) => says)).toContain(
      `${idOf(first)} has left ${stage}: it gave it back`,
    );
    await second.handle.terminate();
  });

  test('passes over a release that was terminated while it waited', async () => {
    const stage = fresh();
    const [first, second] = await oneBehind(stage);
    const third = await waitingAt(stage);
    await third.until(({ phase }) => phase === 'queued');
    await second.handle.terminate();
    await first.send('decide', approve);
    await third.untilNode('go-on', 'waiting');
    await third.handle.terminate();
  });

  test('is given back by a release that is aborted while it waits, which never began', async () => {
    const stage = fresh();
    const [first, second] = await oneBehind(stage);
    await expect(second.send('rollback', { by: 'kim' })).rejects.toMatchObject({
      cause: { message: 'Nothing to roll back: it is queued. Abort it instead.' },
    });
    await second.send('abort', { by: 'kim', reason: 'not today' });
    expect(await second.result()).toMatchObject({ outcome: 'not-started', why: 'abort by kim: not today' });
    await at(stage, ({ queue }) => queue.length === 0);
    await first.handle.terminate();
  });

  test('goes to an urgent release first', async () => {
    const stage = fresh();
    const first = await waitingAt(stage);
    await first.untilNode('go-on', 'waiting');
    const calm = await waitingAt(stage);
    await calm.until(({ phase }) => phase === 'queued');
    const urgent = await waitingAt(stage, { urgent: 'logins fail' });
    await at(stage, ({ queue }) => queue.length === 2);
    const moved = `Waits for ${stage}: number 2, ${idOf(first).replace('release/', '')} has it`;
    await calm.until(({ leases = [] }) => leases.some(({ says }) => says === moved));
    expect(await inWebUi(calm)).toContain(moved);
    expect((await environments.read(stage))?.queue.map(({ release }) => release.id)).toEqual([
      idOf(urgent),
      idOf(calm),
    ]);
    await first.handle.terminate();
    await urgent.untilNode('go-on', 'waiting');
    await Promise.all([urgent.handle.terminate(), calm.handle.terminate()]);
  });

  test('is not waited for any more where a newer release of the runbook takes the place', async () => {
    const stage = fresh();
    const first = await waitingAt(stage);
    await first.untilNode('go-on', 'waiting');
    const latest = { queue: 'latest' } as const;
    const runbook = `r${randomUUID().slice(0, 8)}`;
    const older = await waitingAt(stage, { runbook, version: '1.1' }, latest);
    await older.until(({ phase }) => phase === 'queued');
    const newer = await waitingAt(stage, { runbook, version: '1.2' }, latest);
    expect(await older.result()).toMatchObject({
      outcome: 'not-started',
      why: `abort by slipway: superseded by ${idOf(newer)}`,
    });
    await Promise.all([first.handle.terminate(), newer.handle.terminate()]);
  });

  test('takes the place of no urgent release', async () => {
    const stage = fresh();
    const runbook = `r${randomUUID().slice(0, 8)}`;
    const first = await waitingAt(stage);
    await first.untilNode('go-on', 'waiting');
    const latest = { queue: 'latest' } as const;
    const urgent = await waitingAt(stage, { runbook, version: '1', urgent: 'it is down' }, latest);
    await urgent.until(({ phase }) => phase === 'queued');
    const newer = await waitingAt(stage, { runbook, version: '2' }, latest);
    await newer.until(({ phase }) => phase === 'queued');
    await first.handle.terminate();
    await urgent.untilNode('go-on', 'waiting');
    expect((await newer.view()).phase).toBe('queued');
    await Promise.all([urgent, newer].map(({ handle }) => handle.terminate()));
    await at(stage, ({ queue, holder }) => queue.length === 0 && holder === undefined);
    await record(stage);
  });

  test('of what environments share holds the other one up, whichever order they are named in', async () => {
    const [stage, prod, database] = [fresh(), fresh(), `d${fresh()}`];
    const first = await waitingAt(stage, {}, { environments: [database, stage] });
    await first.untilNode('go-on', 'waiting');
    const second = await waitingAt(prod, {}, { environments: [database, prod] });
    const queued = await second.until(({ phase }) => phase === 'queued');
    expect(queued.leases).toMatchObject([{ environment: database, news: { holder: idOf(first) } }]);
    await first.send('decide', approve);
    await second.untilNode('go-on', 'waiting');
    await second.handle.terminate();
  });

  test('can’t be claimed by a signal from a stranger', async () => {
    const stage = fresh();
    const first = await waitingAt(stage);
    await first.untilNode('go-on', 'waiting');
    const second = await waitingAt(stage, { lent: [stage] });
    await second.until(({ phase }) => phase === 'queued');
    await second.handle.signal(leaseSignal, { environment: 'elsewhere', state: 'granted' });
    await second.handle.signal(leaseSignal, 'granted');
    expect((await second.view()).phase).toBe('queued');
    await Promise.all([first.handle.terminate(), second.handle.terminate()]);
  });
});

describe('a freeze', () => {
  test('holds a release back, says why and when it opens, and lets it in when it is lifted', async () => {
    const stage = fresh();
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await order(stage, 'freeze', { ...frozen, until });
    const release = await waitingAt(stage);
    const { leases } = await release.until(({ phase }) => phase === 'queued');
    expect(leases).toMatchObject([
      { news: { state: 'queued', closed: { why: `${stage} is frozen by kim: the fair`, opensAt: until } } },
    ]);
    const freeze = (await environments.read(stage))?.freezes[0]?.id;
    await order(stage, 'unfreeze', { by: 'kim', freeze, reason: 'the fair is over' });
    await release.untilNode('go-on', 'waiting');
    await release.handle.terminate();
    await record(stage);
  });

  test('is told to who waits behind a holder, too: until when, and that it is lifted', async () => {
    const stage = fresh();
    const [first, second] = await oneBehind(stage);
    const may = await waitingAt(stage, { startedBy: 'lee', exempt: 'it is only me' });
    await may.until(({ phase }) => phase === 'queued');
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await order(stage, 'freeze', { ...frozen, until, exempt: ['lee'] });
    const holder = idOf(first).replace('release/', '');
    const told = `Waits for ${stage}: the next one, ${holder} has it; ${stage} is frozen by kim: the fair, until ${until}; lee may go on with a reason`;
    await second.until(({ leases = [] }) => leases.some(({ says }) => says === told));
    expect(await inWebUi(second)).toContain(told);
    expect((await may.view()).leases).toMatchObject([
      { says: `Waits for ${stage}: number 2, ${holder} has it` },
    ]);
    const freeze = (await environments.read(stage))?.freezes[0]?.id;
    await order(stage, 'unfreeze', { by: 'kim', freeze, reason: 'the fair is over' });
    const free = `Waits for ${stage}: the next one, ${holder} has it`;
    await second.until(({ leases = [] }) => leases.some(({ says }) => says === free));
    await order(stage, 'freeze', { ...frozen, exempt: ['lee'] });
    await first.send('decide', approve);
    await first.result();
    // Who may pass comes in, and says why; the other one goes on waiting.
    await may.untilNode('go-on', 'waiting');
    expect((await environments.read(stage))?.audit.map(({ says }) => says)).toContain(
      `${idOf(may)} holds ${stage} (exempt by lee: it is only me)`,
    );
    expect((await second.view()).phase).toBe('queued');
    await Promise.all([second.handle.terminate(), may.handle.terminate()]);
    await at(stage, ({ queue, holder: now }) => queue.length === 0 && now === undefined);
    await record(stage);
  });

  test('ends by itself', async () => {
    const stage = fresh();
    await order(stage, 'freeze', { ...frozen, until: new Date(Date.now() + 2500).toISOString() });
    const release = await waitingAt(stage);
    await release.until(({ phase }) => phase === 'queued');
    await release.untilNode('go-on', 'waiting');
    await release.handle.terminate();
  });

  test('lets those through who may and say why, and nobody else', async () => {
    const stage = fresh();
    await order(stage, 'freeze', { ...frozen, exempt: ['lee'] });
    const release = await waitingAt(stage, { exempt: 'it is only me' });
    await release.until(({ phase }) => phase === 'queued');
    const exempt = (by: string) => order(stage, 'exempt', { by, release: idOf(release), reason: 'a leak' });
    await expect(exempt('kim')).rejects.toThrow(
      `kim can’t exempt from this: ${stage} is frozen by kim: the fair. These can: lee.`,
    );
    await exempt('lee');
    await release.untilNode('go-on', 'waiting');
    expect((await environments.read(stage))?.holder?.exempt).toEqual({ by: 'lee', reason: 'a leak' });
    await release.handle.terminate();
  });

  test('of one service concerns releases of that service alone', async () => {
    const stage = fresh();
    await order(stage, 'freeze', { ...frozen, services: ['admin'] });
    const admin = await waitingAt(stage, {}, { services: ['admin', 'ui'] });
    await admin.until(({ phase }) => phase === 'queued');
    const agent = await waitingAt(stage, {}, { services: ['agent'] });
    await agent.untilNode('go-on', 'waiting');
    await Promise.all([admin.handle.terminate(), agent.handle.terminate()]);
  });

  test('does not cut a release in two that is under way', async () => {
    const stage = fresh();
    const release = await waitingAt(stage);
    await release.untilNode('go-on', 'waiting');
    await order(stage, 'freeze', frozen);
    await release.send('decide', approve);
    expect((await release.result()).outcome).toBe('succeeded');
  });
});

test('who is exempt from one closing, and not from another, waits for that', async () => {
  const stage = fresh();
  const bad = { by: 'kim', version: '6.6.6', runbook: `r${randomUUID().slice(0, 8)}`, reason: 'loses rows' };
  await order(stage, 'hold', bad);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await order(stage, 'freeze', { ...frozen, until, exempt: ['maria', 'lee'] });
  await order(stage, 'freeze', { ...frozen, reason: 'the audit', until, exempt: ['maria'] });
  const mine = { startedBy: 'maria', exempt: 'it is only me' };
  const held = await waitingAt(stage, { ...mine, version: bad.version, runbook: bad.runbook });
  const { leases } = await held.until(({ phase }) => phase === 'queued');
  expect(leases).toMatchObject([
    {
      news: {
        closed: {
          why: `${bad.runbook} 6.6.6 is held by kim: loses rows; and ${stage} is frozen by kim: the fair; and ${stage} is frozen by kim: the audit`,
          exempt: [],
        },
      },
    },
  ]);
  const lee = await waitingAt(stage, { startedBy: 'lee', exempt: 'it is only me' });
  await lee.until(({ phase }) => phase === 'queued');
  const maria = await waitingAt(stage, mine);
  await maria.untilNode('go-on', 'waiting');
  expect([(await held.view()).phase, (await lee.view()).phase]).toEqual(['queued', 'queued']);
  await Promise.all([held, lee, maria].map(({ handle }) => handle.terminate()));
  await at(stage, ({ queue, holder }) => queue.length === 0 && holder === undefined);
  await record(stage);
});

test('a held version waits, everywhere, until it is held no more', async () => {
  const stage = fresh();
  const bad = { by: 'kim', version: '6.6.6', runbook: `r${randomUUID().slice(0, 8)}`, reason: 'loses rows' };
  await order(stage, 'hold', bad);
  const release = await waitingAt(stage, { version: bad.version, runbook: bad.runbook });
  const { leases } = await release.until(({ phase }) => phase === 'queued');
  expect(leases).toMatchObject([
    { news: { closed: { why: `${bad.runbook} 6.6.6 is held by kim: loses rows` } } },
  ]);
  await order(stage, 'unhold', { ...bad, reason: 'it was the disk' });
  await release.untilNode('go-on', 'waiting');
  await release.handle.terminate();
});

describe('a gate that gives the lease back', () => {
  const start = (environment: string, plan: () => Partial<Plan>) =>
    engine.start(sequence('All', [goOn('release-and-revalidate'), setA()]), { environment }, plan);
  const fact = (value: string) => ({ id: 'tip', title: 'Tip of the branch', value, evidence: [] });

  test('lets others go on while people think, and goes on where nothing has changed', async () => {
    const stage = fresh();
    const release = await start(stage, () => ({ ...holding(stage)(), facts: [fact('abc')] }));
    await release.untilNode('go-on', 'waiting');
    const other = await waitingAt(stage);
    await other.untilNode('go-on', 'waiting');
    await release.send('decide', approve);
    await release.until(({ phase }) => phase === 'queued');
    await other.send('decide', approve);
    expect((await release.result()).outcome).toBe('succeeded');
    await other.result();
  });

  test('asks again where a fact has changed meanwhile, and says which', async () => {
    const stage = fresh();
    let tip = 'abc';
    const release = await start(stage, () => ({ ...holding(stage)(), facts: [fact(tip)] }));
    await release.untilNode('go-on', 'waiting');
    tip = 'def';
    await release.send('decide', approve);
    const view = await release.until(({ audit }) => audit.some(({ what }) => what === 'voided'));
    expect(view.audit.at(-1)?.says).toBe(
      'What ‘Go on’ was decided on has changed: Tip of the branch: "abc", now "def"',
    );
    await release.until(({ waiting }) => waiting[0]?.approvals?.length === 0);
    await release.send('decide', approve);
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('takes it again for a rollback', async () => {
    const stage = fresh();
    const release = await engine.start(
      sequence('All', [setA(), goOn('release-and-revalidate')]),
      { environment: stage },
      holding(stage),
    );
    await release.untilNode('go-on', 'waiting');
    const other = await waitingAt(stage);
    await other.untilNode('go-on', 'waiting');
    await release.send('rollback', { by: 'kim' });
    await at(stage, ({ queue }) => queue.length === 1);
    expect(engine.world.get('a')).toBeDefined();
    await other.handle.terminate();
    expect((await release.result()).outcome).toBe('rolled-back');
    expect(engine.world.get('a')).toBeUndefined();
  });
});

describe('a gate whose lease expires', () => {
  const late = { deadline: { after: '1s', then: 'park' }, lease: 'expire' } as const;
  const asking = () => gate('Go on', { instructions: 'Look.', approvers: people, ...late });
  const fact = (value: string) => ({ id: 'tip', title: 'Tip of the branch', value, evidence: [] });

  test('keeps it while it waits, lets others go on once its time is over, and asks again under it', async () => {
    const stage = fresh();
    let tip = 'abc';
    const release = await engine.start(sequence('All', [asking(), setA()]), { environment: stage }, () => ({
      ...holding(stage)(),
      facts: [fact(tip)],
    }));
    await release.untilNode('go-on', 'waiting');
    const other = await waitingAt(stage);
    await other.until(({ phase }) => phase === 'queued');
    await release.untilNode('go-on', 'parked');
    await other.untilNode('go-on', 'waiting');
    tip = 'def';
    await release.send('resolve', { by: 'kim', node: 'go-on', action: 'retry' });
    await release.until(({ phase }) => phase === 'queued');
    expect(engine.world.effects).toEqual([]);
    await other.handle.terminate();
    const { audit } = await release.untilNode('go-on', 'waiting');
    expect(audit.find(({ what }) => what === 'voided')?.says).toBe(
      'What ‘Go on’ was decided on has changed: Tip of the branch: "abc", now "def"',
    );
    await release.send('decide', approve);
    expect((await release.result()).outcome).toBe('succeeded');
  });
});
