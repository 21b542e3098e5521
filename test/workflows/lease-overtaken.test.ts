/** An environment says by signal that one waits, and by its answer that one is in: the answer may come later. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gate } from '../../src/runbook/ask-builder.ts';
import { sequence } from '../../src/runbook/builders.ts';
import { leaseSignal } from '../../src/environment/messages.ts';
import { createEnvironments } from '../../src/worker/environments/client.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';

let engine: Engine;
let answer: () => void;
beforeAll(async () => {
  const held = new Promise<void>((resolve) => (answer = resolve));
  engine = await startEngine(
    {},
    {
      interceptors: {
        activity: [
          ({ info: { activityType } }) => ({
            inbound: {
              async execute(input, next) {
                const result = await next(input);
                if (activityType === 'requestLease') await held;
                return result;
              },
            },
          }),
        ],
      },
    },
  );
});
afterAll(() => engine.stop());

test('who was told to wait while its answer was on the way goes in by the answer', async () => {
  const stage = `e${randomUUID().slice(0, 8)}`;
  const ask = gate('Go on', { instructions: 'Look.', approvers: { roles: [], people: ['kim'] } });
  const release = await engine.start(sequence('All', [ask]), { environment: stage }, () => ({
    lease: { environments: [stage], queue: 'all', services: [] },
  }));
  const environments = createEnvironments(engine.client, engine.taskQueue);
  await eventually(
    () => environments.read(stage),
    (view) => view?.holder?.release.id === release.handle.workflowId,
  );
  await release.handle.signal(leaseSignal, { environment: stage, state: 'queued', position: 1 });
  await release.until(({ leases }) => leases?.[0]?.news?.state === 'queued');
  answer();
  await release.untilNode('go-on', 'waiting');
  await release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });
  expect((await release.result()).outcome).toBe('succeeded');
});
