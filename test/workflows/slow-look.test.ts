/** A look before an effect may take long, and people go on giving orders meanwhile: the history that results must replay. */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { gate } from '../../src/runbook/ask-builder.ts';
import { parallel, sequence } from '../../src/runbook/builders.ts';
import { eventually } from '../support/eventually.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { set } from '../support/test-steps.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => engine.world.clear());
afterAll(() => engine.stop());

/** Longer than a workflow task is kept alive for what runs within it. */
const long = () => new Promise((resolve) => setTimeout(resolve, 4000));

async function replays({ handle }: RunningRelease): Promise<void> {
  const bundle = { code: readFileSync(process.env['SLIPWAY_TEST_BUNDLE'] ?? '', 'utf8') };
  await Worker.runReplayHistory({ workflowBundle: bundle }, await handle.fetchHistory());
}

/** What the server knows to be running: a local activity would not be among it. */
const underWay = ({ handle }: RunningRelease): Promise<readonly string[]> =>
  eventually(
    async () =>
      ((await handle.describe()).raw.pendingActivities ?? []).map(
        ({ activityType }) => activityType?.name ?? '',
      ),
    (names) => names.length > 0,
  );

describe('a look that takes long', () => {
  test('lets a release be paused and resumed meanwhile, and all of it replays', async () => {
    engine.world.holdLook('a');
    const release = await engine.start(
      sequence('All', [
        set({ name: 'a', value: '1' }, { id: 'a' }),
        set({ name: 'b', value: '1' }, { id: 'b' }),
      ]),
    );
    await release.untilNode('a', 'running');
    expect(await underWay(release)).toEqual(['test.set.observe']);
    await long();
    await release.send('pause', { by: 'kim' });
    await long();
    await release.send('resume', { by: 'kim' });
    engine.world.freeLook('a');
    expect((await release.result()).outcome).toBe('succeeded');
    await replays(release);
  });

  test('lets a gate beside it be answered, and all of it replays', async () => {
    engine.world.holdLook('a');
    const release = await engine.start(
      parallel('Both', [
        set({ name: 'a', value: '1' }, { id: 'a' }),
        sequence('Asked', [
          gate('Go?', { id: 'go', instructions: 'Look.', approvers: { roles: ['releng'], people: ['kim'] } }),
          set({ name: 'b', value: '1' }, { id: 'b' }),
        ]),
      ]),
    );
    await release.untilNode('go', 'waiting');
    await long();
    await release.send('decide', { by: 'kim', node: 'go', decision: 'approve' });
    await release.untilNode('b', 'done');
    engine.world.freeLook('a');
    expect((await release.result()).outcome).toBe('succeeded');
    await replays(release);
  });
});
