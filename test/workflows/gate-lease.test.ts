/** A gate that gives the lease back where no plan can be made any more: what was decided on can't be seen again, so people are asked. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { fatal } from '../../src/activities/errors.ts';
import { gate } from '../../src/runbook/ask-builder.ts';
import { sequence } from '../../src/runbook/builders.ts';
import type { Plan } from '../../src/runbook/plan.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { set } from '../support/test-steps.ts';

let engine: Engine;
beforeAll(async () => void (engine = await startEngine()));
afterEach(() => engine.world.clear());
afterAll(() => engine.stop());

const approvers = { roles: [], people: ['kim'] };
const ask = (lease: 'keep' | 'release-and-revalidate') =>
  gate('Go on', { instructions: 'Look.', approvers, lease });
const setA = set({ name: 'a', value: '1' }, { id: 'set-a' });
const approve = (release: RunningRelease) =>
  release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });

/** A release whose plan can be made as long as nothing is the matter. */
async function started(stage: string, before: readonly ReturnType<typeof set>[] = []) {
  const world: { amiss?: string } = {};
  const plan = (): Partial<Plan> => {
    if (world.amiss !== undefined) throw fatal('plan-invalid', world.amiss);
    return {
      lease: { environments: [stage], queue: 'all', services: [] },
      facts: [{ id: 'tip', title: 'Tip of the branch', value: 'abc', evidence: [] }],
    };
  };
  const root = sequence('All', [...before, ask('release-and-revalidate'), setA]);
  return { world, release: await engine.start(root, { environment: stage }, plan) };
}
const another = (stage: string) =>
  engine.start(ask('keep'), { environment: stage }, () => ({
    lease: { environments: [stage], queue: 'all', services: [] },
  }));
const fresh = () => `e${randomUUID().slice(0, 8)}`;
const kept =
  'No plan can be made any more: The branch is gone. Nothing can be compared later, so the environment is kept while ‘Go on’ waits';

test('the approval is void, people are asked again under the lease, and know what they then decide on', async () => {
  const stage = fresh();
  const { world, release } = await started(stage);
  await release.untilNode('go-on', 'waiting');
  world.amiss = 'The branch is gone.';
  await approve(release);
  const { audit, nodes } = await release.until(
    ({ waiting, audit: told }) =>
      told.some(({ what }) => what === 'kept') && waiting[0]?.approvals?.length === 0,
  );
  const says =
    'What ‘Go on’ was decided on can’t be looked at again, for no plan can be made any more: The branch is gone.';
  expect(audit.map((one) => one.says)).toEqual(expect.arrayContaining([says, kept]));
  expect(nodes.find(({ id }) => id === 'go-on')?.note).toContain(says);
  expect(engine.world.effects).toEqual([]);
  const other = await another(stage);
  await other.until(({ phase }) => phase === 'queued');
  await approve(release);
  expect((await release.result()).outcome).toBe('succeeded');
  await other.untilNode('go-on', 'waiting');
  await other.handle.terminate();
});

test('where none can be made from the start, the environment is kept, and the approval holds', async () => {
  const stage = fresh();
  engine.world.hold('b');
  const { world, release } = await started(stage, [set({ name: 'b', value: '1' }, { id: 'set-b' })]);
  await release.until(() => engine.world.effects.length === 1);
  world.amiss = 'The branch is gone.';
  engine.world.free('b');
  const { audit } = await release.untilNode('go-on', 'waiting');
  expect(audit.at(-1)).toMatchObject({ what: 'kept', says: kept });
  const other = await another(stage);
  await other.until(({ phase }) => phase === 'queued');
  await approve(release);
  expect((await release.result()).outcome).toBe('succeeded');
  await other.untilNode('go-on', 'waiting');
  await other.handle.terminate();
});
