/** Several builds of workers on one queue: releases move to the current build, or stay until theirs is drained. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { environmentId } from '../../src/environment/messages.ts';
import { gate, sequence } from '../../src/runbook/builders.ts';
import type { Config } from '../../src/worker/config.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { set } from '../support/test-steps.ts';

type Releases = NonNullable<Config['versioning']>['releases'];

const engines: Engine[] = [];
const startBuild = async (deployment: string, build: string, releases: Releases, taskQueue: string) => {
  const engine = await startEngine({}, { taskQueue, versioning: { deployment, build, releases } });
  engines.push(engine);
  await makeCurrent(engine, deployment, build);
  return engine;
};

/** What `temporal worker deployment set-current-version` does; the server must have seen the build first. */
async function makeCurrent({ client }: Engine, deploymentName: string, buildId: string): Promise<void> {
  await eventually(
    () =>
      client.workflowService
        .setWorkerDeploymentCurrentVersion({
          namespace: 'default',
          deploymentName,
          buildId,
          identity: 'test',
        })
        .then(() => 'current')
        .catch((error: unknown) => String(error)),
    (seen) => seen === 'current',
  );
}

/** The builds that took its workflow tasks, each once, in their order. */
async function buildsOf({ handle }: Pick<RunningRelease, 'handle'>): Promise<string[]> {
  const { events } = await handle.fetchHistory();
  const builds = (events ?? []).flatMap(({ workflowTaskCompletedEventAttributes: completed }) =>
    completed?.deploymentVersion?.buildId == null ? [] : [completed.deploymentVersion.buildId],
  );
  return [...new Set(builds)];
}

const plan = () =>
  sequence('All', [
    gate('Go on', { instructions: 'Look.', approvers: { roles: ['releng'], people: ['kim'] } }),
    set({ name: 'a', value: '1' }, { id: 'set-a' }),
  ]);

afterEach(() => engines[0]?.world.clear());
afterAll(() => Promise.all(engines.splice(0).map((engine) => engine.stop())));

describe('a release that a build before has begun', () => {
  test.each([
    { releases: 'move', how: 'goes on with the current build', builds: ['one', 'two'] },
    { releases: 'stay', how: 'ends on its own, which drains', builds: ['one'] },
  ] as const)(
    '$how where releases $releases',
    async ({ releases, builds }) => {
      const names = { deployment: `d-${randomUUID()}`, taskQueue: `q-${randomUUID()}` };
      const one = await startBuild(names.deployment, 'one', releases, names.taskQueue);
      const before = await one.start(plan());
      await before.untilNode('go-on', 'waiting');
      const two = await startBuild(names.deployment, 'two', releases, names.taskQueue);
      const after = await two.start(plan());
      await after.untilNode('go-on', 'waiting');
      for (const release of [before, after]) {
        await release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });
        expect((await release.result()).outcome).toBe('succeeded');
      }
      expect(await buildsOf(before)).toEqual(builds);
      expect(await buildsOf(after)).toEqual(['two']);
    },
    120_000,
  );
});

describe('an environment that a build before has made', () => {
  test('goes on with the current build where releases stay', async () => {
    const names = { deployment: `d-${randomUUID()}`, taskQueue: `q-${randomUUID()}` };
    const stage = `e${randomUUID().slice(0, 8)}`;
    const lease = () => ({ lease: { environments: [stage], queue: 'all' as const, services: [] } });
    const one = await startBuild(names.deployment, 'one', 'stay', names.taskQueue);
    const before = await one.start(plan(), { environment: stage }, lease);
    await before.untilNode('go-on', 'waiting');
    const two = await startBuild(names.deployment, 'two', 'stay', names.taskQueue);
    const after = await two.start(plan(), { environment: stage }, lease);
    await after.until(({ phase }) => phase === 'queued');
    await before.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });
    await after.untilNode('go-on', 'waiting');
    const handle = two.client.workflow.getHandle(environmentId(stage));
    expect(await buildsOf({ handle })).toEqual(['one', 'two']);
    await after.handle.terminate();
  }, 120_000);
});
