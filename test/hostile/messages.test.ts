/** Whatever is sent to a release, it answers or refuses, no workflow task fails, and the release goes on. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import fc from 'fast-check';
import { gate } from '../../src/runbook/ask-builder.ts';
import { sequence } from '../../src/runbook/builders.ts';
import { releaseWorkflow, updates } from '../../src/workflows/messages.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { set } from '../support/test-steps.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => engine.world.clear());
afterAll(() => engine.stop());

const waiting = async (): Promise<RunningRelease> => {
  const approvers = { roles: ['releng'], people: ['kim', 'lee'] };
  const ask = gate('Go on', { instructions: 'Look at the graphs.', approvers });
  const release = await engine.start(sequence('All', [set({ name: 'a', value: '1' }, { id: 'set-a' }), ask]));
  await release.untilNode('go-on', 'waiting');
  return release;
};

/** Nobody that a gate would heed, and often nobody at all. */
const sender = fc.oneof(fc.constantFrom('eve', '__proto__', 'constructor', ' kim'), hostileValue());
const near = fc.record(
  {
    by: sender,
    node: fc.oneof(fc.constantFrom('go-on', 'set-a', 'all', 'toString', '../go-on'), hostileValue()),
    decision: fc.constantFrom('approve', 'reject', 'APPROVE', null),
    action: fc.constantFrom('retry', 'skip', 'amend', 'explode'),
    input: fc.dictionary(fc.string(), fc.jsonValue()),
    answers: fc.dictionary(fc.string(), fc.jsonValue()),
    digest: fc.string(),
    reason: fc.string({ unit: 'binary' }),
  },
  { requiredKeys: [] },
);

/** An order needs no more than a name: those of these payloads lack one, lest the release be ended. */
const nameless = fc.record({
  by: fc.constantFrom('', null, 7, [], {}, 'x'.repeat(129)),
  reason: hostileValue(),
});
const message = fc.oneof(
  fc.tuple(fc.constantFrom('confirm', 'decide', 'resolve'), fc.oneof(near, fc.jsonValue())),
  fc.tuple(fc.constantFrom(...updates), fc.oneof(nameless, hostileValue())),
  fc.tuple(fc.constantFrom('no-such-update', '__temporal_x', 'toString'), near),
);

test('any payload of an update is refused with a reason', async () => {
  const release = await waiting();
  await fc.assert(
    fc.asyncProperty(message, async ([name, payload]) => {
      const failure = await release.handle.executeUpdate(name, { args: [payload] }).then(
        (reply: unknown) => reply,
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(WorkflowUpdateFailedError);
      expect((failure as WorkflowUpdateFailedError).cause?.message).toMatch(/\S/);
    }),
    { numRuns: 60, endOnFailure: true },
  );
  await goesOn(release);
});

test('any payload of a signal leaves the gate as it is', async () => {
  const release = await waiting();
  const signals = fc.tuple(
    fc.constantFrom('approve', 'reject', 'no-such-signal'),
    fc.oneof(near, fc.jsonValue()),
  );
  await fc.assert(
    fc.asyncProperty(signals, async ([name, payload]) => {
      await release.handle.signal(name, payload);
    }),
    { numRuns: 60, endOnFailure: true },
  );
  await goesOn(release);
});

/** A sender may use any encoding; Temporal's server passes it on as it is. */
const undecodable = [
  { metadata: { encoding: Buffer.from('binary/unheard-of') }, data: Buffer.from([0, 1, 2]) },
  { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"by":') },
  { metadata: {}, data: Buffer.from('kim') },
];

test.each(undecodable)('a payload that can’t be decoded is as good as none: %#', async (payload) => {
  const release = await waiting();
  const { workflowId } = release.handle;
  const { workflowService } = engine.client;
  const of = { namespace: 'default', workflowExecution: { workflowId } };
  const input = { payloads: [payload] };
  await workflowService.signalWorkflowExecution({
    ...of,
    signalName: 'approve',
    input,
    requestId: randomUUID(),
  });
  const updated = await workflowService.updateWorkflowExecution({
    ...of,
    waitPolicy: {
      lifecycleStage:
        temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage
          .UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_COMPLETED,
    },
    request: { meta: { updateId: randomUUID() }, input: { name: 'decide', args: input } },
  });
  expect(updated.outcome?.failure?.message).toContain('can’t be decoded');
  await workflowService
    .queryWorkflow({ ...of, execution: { workflowId }, query: { queryType: 'status', queryArgs: input } })
    .catch(() => undefined);
  await goesOn(release);
});

test.each(undecodable)('a release whose start can’t be decoded fails, and says why: %#', async (payload) => {
  const workflowId = `release/hostile/stage/${randomUUID()}`;
  await engine.client.workflowService.startWorkflowExecution({
    namespace: 'default',
    workflowId,
    requestId: randomUUID(),
    workflowType: { name: releaseWorkflow },
    taskQueue: { name: engine.taskQueue },
    input: { payloads: [payload] },
  });
  await expect(engine.client.workflow.getHandle(workflowId).result()).rejects.toMatchObject({
    cause: { type: 'input-invalid', message: expect.stringContaining('can’t start') },
  });
});

test('a release that is started with a state of its own making fails, and says why', async () => {
  const start = {
    runbook: 'r',
    environment: 'stage',
    version: '1',
    input: {},
    startedBy: 'eve',
    confirm: 'ask',
  };
  const handle = await engine.client.workflow.start(releaseWorkflow, {
    taskQueue: engine.taskQueue,
    workflowId: `release/hostile/stage/${randomUUID()}`,
    args: [start, { format: 1, state: { phase: 'running', confirmed: { by: 'kim' } } }],
  });
  await expect(handle.result()).rejects.toMatchObject({
    cause: { type: 'input-invalid', message: expect.stringContaining('can’t start with a state') },
  });
});

/** It can still be approved by whoever may, and no task of it ever failed. */
async function goesOn(release: RunningRelease): Promise<void> {
  await release.untilNode('go-on', 'waiting');
  await release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });
  expect((await release.result()).outcome).toBe('succeeded');
  const { events } = await release.handle.fetchHistory();
  const failed = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: task }) =>
    task == null ? [] : [task.failure?.message],
  );
  expect(failed).toEqual([]);
}

function hostileValue() {
  return fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('\u001b[2J', '\u0000', '__proto__', '${process.env.HOME}', 'x'.repeat(50_000)),
  );
}
