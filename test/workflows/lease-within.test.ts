/** A release within a release that has the environment: it takes nothing from it, and is asked about by itself. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { environment as steps } from '../../src/activities/index.ts';
import { environmentId } from '../../src/environment/messages.ts';
import type { EnvironmentUpdate } from '../../src/environment/messages.ts';
import { gate } from '../../src/runbook/ask-builder.ts';
import { release as child, sequence } from '../../src/runbook/builders.ts';
import type { BuiltNode } from '../../src/runbook/built.ts';
import type { LeasePlan } from '../../src/runbook/plan.ts';
import { createEnvironments } from '../../src/worker/environments/client.ts';
import type { EnvironmentStore } from '../../src/worker/environments/client.ts';
import { releaseId } from '../../src/workflows/messages.ts';
import type { ReleaseView } from '../../src/workflows/view.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { recordHistory } from '../support/histories.ts';
import { set } from '../support/test-steps.ts';

let engine: Engine;
let environments: EnvironmentStore;
beforeAll(async () => {
  engine = await startEngine({}, { closedByCalendar: (_, services, __, scope) => calendar(services, scope) });
  environments = createEnvironments(engine.client, engine.taskQueue);
});
afterEach(() => engine.world.clear());
afterAll(() => engine.stop());

/** The books are closed, and so is the weekend: as a calendar of the configuration has it. */
const calendar = (services: readonly string[], scope = 'all') =>
  services.includes('books') ? { why: `The books are closed (${scope}).`, exempt: [] } : undefined;

const leaseOf = (environment: string, services: string[] = []): LeasePlan => ({
  environments: [environment],
  queue: 'all',
  services,
});
const ask = gate('Go on', { instructions: 'Look.', approvers: { roles: [], people: ['kim'] } });
const setA = set({ name: 'a', value: '1' }, { id: 'set-a' });

interface Outer {
  readonly services?: string[];
  readonly exempt?: string;
  /** What the one within it does. */
  readonly does?: BuiltNode;
}

/** A release that asks first, and then has `inner` released within it. */
async function outer(version = '1.0', { services = ['admin'], exempt, does = setA }: Outer = {}) {
  const [stage, runbook] = [`e${randomUUID().slice(0, 8)}`, `r${randomUUID().slice(0, 8)}`];
  engine.define(runbook, sequence('Inner', [does]), () => ({ lease: leaseOf(stage, services) }));
  const within = child('Within', { runbook, input: { environment: stage, version } });
  const start = () =>
    engine.start(
      sequence('All', [ask, within]),
      { environment: stage, ...(exempt === undefined ? {} : { exempt }) },
      () => ({ lease: leaseOf(stage, ['ui']) }),
    );
  return { stage, runbook, start, inner: releaseId(runbook, stage, version) };
}
const order = (name: string, update: EnvironmentUpdate, payload: object) =>
  environments.update<{ says: string }>(name, update, { by: 'kim', reason: 'it loses rows', ...payload });
const goOn = async (release: RunningRelease) => {
  await release.untilNode('go-on', 'waiting');
  await release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });
};
const handleOf = (id: string) => engine.client.workflow.getHandle(id);
const untilItWaits = async (id: string): Promise<ReleaseView> => {
  const seen = await eventually(
    () =>
      handleOf(id)
        .query<ReleaseView>('status')
        .catch(() => undefined),
    (view) => view?.phase === 'queued',
  );
  if (seen === undefined) throw new Error(`${id} is not there.`);
  return seen;
};

const untilItAsks = (id: string): Promise<ReleaseView | undefined> =>
  eventually(
    () =>
      handleOf(id)
        .query<ReleaseView>('status')
        .catch(() => undefined),
    (view) => view?.waiting.length === 1,
  );

describe('a release within the one that has the environment', () => {
  test('goes in beside it, and what becomes of it is kept', async () => {
    const { stage, start, inner } = await outer();
    const release = await start();
    await goOn(release);
    expect((await release.result()).outcome).toBe('succeeded');
    const view = await eventually(
      () => environments.read(stage),
      (seen) => seen?.holder === undefined,
    );
    expect(view?.audit.map(({ says }) => says)).toContain(
      `${inner} goes into ${stage} within ${release.handle.workflowId}`,
    );
    expect(view?.ended).toMatchObject([
      { release: inner, outcome: 'succeeded' },
      { release: release.handle.workflowId },
    ]);
    await recordHistory(handleOf(environmentId(stage)), 'environment');
    await recordHistory(handleOf(inner), 'inner');
  });

  test('has its answer at once when it asks again, for the first one was lost', async () => {
    const { stage, runbook, start, inner } = await outer('1.0', { does: ask });
    const release = await start();
    await goOn(release);
    await untilItAsks(inner);
    const { runId } = await handleOf(inner).describe();
    const [startedBy, under] = ['sam', [release.handle.workflowId]];
    const again = environments.update(stage, 'request', {
      release: { id: inner, runbook, environment: stage, version: '1.0', startedBy },
      ...{ runId, queue: 'all', inFlight: false, services: ['admin'], under },
    });
    expect(await again).toEqual({ environment: stage, state: 'granted' });
    await release.handle.terminate();
  });

  test('keeps the environment until it has ended when the outer one is terminated', async () => {
    const { stage, start, inner } = await outer('1.0', { does: ask });
    const release = await start();
    await goOn(release);
    await untilItAsks(inner);
    const next = await engine.start(ask, { environment: stage }, () => ({ lease: leaseOf(stage) }));
    await next.until(({ phase }) => phase === 'queued');
    await release.handle.terminate();
    await next.untilNode('go-on', 'waiting');
    const view = await environments.read(stage);
    const [outerId, nextId] = [release, next].map(({ handle }) => handle.workflowId);
    const said = view?.audit.map(({ says }) => says) ?? [];
    const at = (start: string): number => said.findIndex((one) => one.startsWith(start));
    expect(at(`${outerId} has left`)).toBeGreaterThan(0);
    expect(at(`${inner} has left`)).toBeGreaterThan(at(`${outerId} has left`));
    expect(at(`${nextId} holds`)).toBeGreaterThan(at(`${inner} has left`));
    expect(view?.ended?.map((one) => one.release)).toEqual([outerId, inner]);
    await recordHistory(handleOf(environmentId(stage)), 'environment');
    await next.handle.terminate();
  });

  test('waits while its version is held, says so, and goes on when it is held no more', async () => {
    const { stage, runbook, start, inner } = await outer('6.6.6');
    const release = await start();
    await order(stage, 'hold', { runbook, version: '6.6.6' });
    await goOn(release);
    const says = `Waits for ${stage}: the next one; ${runbook} 6.6.6 is held by kim: it loses rows, until somebody lifts it`;
    expect((await untilItWaits(inner)).leases).toMatchObject([{ says }]);
    expect(engine.world.effects).toEqual([]);
    expect((await environments.read(stage))?.queue.map((one) => one.release.id)).toEqual([inner]);
    await order(stage, 'unhold', { runbook, version: '6.6.6' });
    expect((await release.result()).outcome).toBe('succeeded');
    await recordHistory(handleOf(environmentId(stage)), 'environment');
  });

  test('waits for a freeze of its service, which did not concern the outer one', async () => {
    const { stage, start, inner } = await outer();
    await order(stage, 'freeze', { services: ['admin'] });
    const release = await start();
    await goOn(release);
    const { leases } = await untilItWaits(inner);
    expect(leases?.[0]?.says).toContain(`${stage} is frozen by kim: it loses rows`);
    await handleOf(inner).executeUpdate('abort', { args: [{ by: 'kim', reason: 'not today' }] });
    const parked = await release.untilNode('within', 'parked');
    expect(parked.waiting[0]?.error?.message).toContain('abort by kim: not today');
    const left = await environments.read(stage);
    expect([left?.queue, left?.holder?.release.id]).toEqual([[], release.handle.workflowId]);
    await release.handle.terminate();
  });

  test('is not cut off from the outer one by a freeze of the whole environment', async () => {
    const { stage, start } = await outer();
    const release = await start();
    await release.untilNode('go-on', 'waiting');
    await order(stage, 'freeze', {});
    await goOn(release);
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('goes through what the outer one was let through', async () => {
    const { stage, start } = await outer('1.0', { services: ['ui'], exempt: 'it is only me' });
    await order(stage, 'freeze', { services: ['ui'], exempt: ['sam'] });
    const release = await start();
    await goOn(release);
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('is held against the calendar’s windows of its services alone', async () => {
    const { start, inner } = await outer('1.0', { services: ['books'] });
    const release = await start();
    await goOn(release);
    expect((await untilItWaits(inner)).leases?.[0]?.says).toContain('The books are closed (services).');
    await release.handle.terminate();
    await eventually(
      () => handleOf(inner).describe(),
      ({ status }) => status.name !== 'RUNNING',
    );
  });
});

test('a commit that is held keeps a release out that records it, however it is called', async () => {
  const stage = `e${randomUUID().slice(0, 8)}`;
  const commit = '0123456789abcdef0123456789abcdef01234567';
  const runbook = `r${randomUUID().slice(0, 8)}`;
  const recorded = steps.record({ service: 'app', version: commit.slice(0, 12), commit });
  await order(stage, 'hold', { runbook, version: commit.slice(0, 7) });
  const release = await engine.start(
    sequence('All', [ask, recorded]),
    { environment: stage, runbook, version: 'RC20260301_1200' },
    () => ({ lease: leaseOf(stage) }),
  );
  const { leases } = await release.until(({ phase }) => phase === 'queued');
  expect(leases?.[0]?.says).toContain(`${runbook} 0123456 is held by kim`);
  // Lifted by as many digits as one likes.
  await order(stage, 'unhold', { runbook, version: commit });
  await release.untilNode('go-on', 'waiting');
  await release.handle.terminate();
  await eventually(
    () => environments.read(stage),
    (view) => view?.holder === undefined,
  );
  await recordHistory(handleOf(environmentId(stage)), 'environment');
});
