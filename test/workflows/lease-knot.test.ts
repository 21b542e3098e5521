/** Releases that would wait for each other for ever: seen by the one that closes the circle, and said. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gate } from '../../src/runbook/ask-builder.ts';
import { release as child, sequence } from '../../src/runbook/builders.ts';
import { releaseId } from '../../src/workflows/messages.ts';
import type { ReleaseView } from '../../src/workflows/view.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { recordHistory } from '../support/histories.ts';

let engine: Engine;
beforeAll(async () => void (engine = await startEngine()));
afterAll(() => engine.stop());

const named = (letter: string) => `${letter}${randomUUID().slice(0, 8)}`;
const short = (id: string) => id.replace('release/', '');
const ask = () => gate('Go on', { instructions: 'Look.', approvers: { roles: [], people: ['kim'] } });
const leased = (...environmentsOf: string[]) => ({
  lease: { environments: [...environmentsOf].sort(), queue: 'all' as const, services: [] },
});
const goOn = async (release: RunningRelease) => {
  await release.untilNode('go-on', 'waiting');
  await release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });
};
/** A release that has `has`, asks, and then needs `needs` by one within it. */
async function train(has: string, needs: string) {
  const runbook = named('r');
  engine.define(runbook, sequence('Inner', []), () => leased(needs));
  const within = child('Within', { runbook, input: { environment: needs, version: '1' } });
  const release = await engine.start(sequence('All', [ask(), within]), { environment: has }, () =>
    leased(has),
  );
  await release.untilNode('go-on', 'waiting');
  return { release, id: release.handle.workflowId, inner: releaseId(runbook, needs, '1') };
}
const statusOf = (id: string) => engine.client.workflow.getHandle(id).query<ReleaseView>('status');
const untilQueued = (id: string) =>
  eventually(
    () => statusOf(id).catch(() => undefined),
    (view) => view?.phase === 'queued',
  );

test('what two releases need of each other within them is refused to the second, which says who has what', async () => {
  const [a, b] = [named('a'), named('b')];
  const one = await train(a, b);
  const other = await train(b, a);
  await goOn(one.release);
  await untilQueued(one.inner);
  await goOn(other.release);
  const { waiting } = await other.release.untilNode('within', 'parked');
  expect(waiting[0]?.error?.message).toContain(
    `It would wait for ${a} for ever, for they wait for each other: ` +
      `${short(one.id)} has ${a}; ${short(one.inner)} is within it; it waits for ${b}; ${short(other.id)} has ${b}. ` +
      `End one of them (slipway rollback ${short(one.id)}, or this one’s), then try again`,
  );
  await recordHistory(engine.client.workflow.getHandle(other.inner), 'inner');
  await other.release.send('resolve', { by: 'kim', node: 'within', action: 'rollback' });
  expect((await other.release.result()).outcome).toBe('rolled-back');
  expect((await one.release.result()).outcome).toBe('succeeded');
}, 90_000);

test('a release that has one of two environments keeps nobody waiting who has the other', async () => {
  const [a, b] = [named('a'), named('b')];
  const one = await train(b, a);
  const both = await engine.start(sequence('All', [ask()]), { environment: a }, () => leased(a, b));
  await untilQueued(both.handle.workflowId);
  await goOn(one.release);
  // The one within comes after both have begun to wait: it closes the circle.
  const { waiting } = await one.release.untilNode('within', 'parked');
  expect(waiting[0]?.error?.message).toContain(
    `${short(both.handle.workflowId)} has ${a}; it waits for ${b}`,
  );
  await one.release.send('abort', { by: 'kim' });
  await both.untilNode('go-on', 'waiting');
  await both.handle.terminate();
}, 90_000);

test('who merely waits is left to wait', async () => {
  const [a, b] = [named('a'), named('b')];
  const one = await train(a, b);
  const holder = await engine.start(sequence('All', [ask()]), { environment: b }, () => leased(b));
  await holder.untilNode('go-on', 'waiting');
  await goOn(one.release);
  await untilQueued(one.inner);
  await goOn(holder);
  expect((await one.release.result()).outcome).toBe('succeeded');
}, 90_000);

test('a release that has begun says that it waits for ever, and goes on when a person ends the other', async () => {
  const [t, b, runbook] = [named('t'), named('b'), named('r')];
  const thinks = gate('Think', {
    ...{ instructions: 'Look.', approvers: { roles: [], people: ['kim'] }, lease: 'release-and-revalidate' },
  });
  engine.define(runbook, sequence('Inner', [thinks]), () => leased(b));
  const within = child('Within', { runbook, input: { environment: b, version: '1' } });
  const outer = await engine.start(sequence('All', [within]), { environment: t }, () => leased(t));
  const inner = releaseId(runbook, b, '1');
  const atGate = () => statusOf(inner).catch(() => undefined);
  await eventually(atGate, (view) => view?.nodes.some(({ state }) => state === 'waiting') === true);
  const other = await train(b, t);
  await goOn(other.release);
  await untilQueued(other.inner);
  await engine.client.workflow
    .getHandle(inner)
    .executeUpdate('decide', { args: [{ by: 'kim', node: 'think', decision: 'approve' }] });
  const says = `It would wait for ${b} for ever, for they wait for each other: ${short(other.id)} has ${b}`;
  const seen = await eventually(
    () => statusOf(inner),
    ({ leases = [] }) => leases.some((one) => one.says.startsWith(says)),
  );
  expect(seen.phase).toBe('queued');
  await other.release.send('rollback', { by: 'kim' });
  expect((await outer.result()).outcome).toBe('succeeded');
  expect((await statusOf(inner)).leases).toEqual([]);
  await recordHistory(engine.client.workflow.getHandle(inner), 'inner');
}, 90_000);
