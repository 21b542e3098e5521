/** Balrog brought back to what ran before, in its practice world, by a real server and a real worker. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Connection } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { temporalClient } from '../../../src/worker/temporal-client.ts';
import { environmentId } from '../../../src/environment/messages.ts';
import { createEnvironments } from '../../../src/worker/environments/client.ts';
import type { EnvironmentStore } from '../../../src/worker/environments/client.ts';
import { startWorker } from '../../../src/worker/run-worker.ts';
import type { RunningWorker } from '../../../src/worker/run-worker.ts';
import { startRelease } from '../../support/engine.ts';
import { shipped } from '../../support/shipped.ts';
import type { ShippedWorld } from '../../support/shipped.ts';

const taskQueue = `goes-back-${randomUUID()}`;
let world: ShippedWorld;
let worker: RunningWorker;
let client: Client;
let store: EnvironmentStore;

beforeAll(async () => {
  const release = shipped.find((one) => one.runbook === 'balrog' && one.environment === 'prod');
  const address = process.env['SLIPWAY_TEST_TEMPORAL'];
  const bundle = process.env['SLIPWAY_TEST_BUNDLE'];
  if (release === undefined || address === undefined || bundle === undefined)
    throw new Error('The global set-up has not run.');
  world = await release.world();
  const { loaded } = world;
  worker = await startWorker({
    loaded: { ...loaded, config: { ...loaded.config, taskQueue } },
    connection: { address },
    namespace: 'default',
    workflows: { code: readFileSync(bundle, 'utf8') },
  });
  client = temporalClient({ connection: await Connection.connect({ address }) });
  store = createEnvironments(client, taskQueue);
}, 60_000);
afterAll(async () => {
  await client.workflow.getHandle(environmentId('prod')).terminate();
  await worker.stop();
  await client.connection.close();
  await world.stop();
}, 60_000);

const tags = z.record(z.string(), z.string());
const repository = z.looseObject({ tags, deployed: tags });
const worldSchema = z.looseObject({
  github: z.looseObject({ repositories: z.looseObject({ 'mozilla-releng/balrog': repository }) }),
  oci: z.looseObject({ 'mozilla/balrog': tags, 'mozilla/balrogagent': tags }),
  kubernetes: z.looseObject({ rollouts: z.record(z.string(), z.looseObject({ stable: z.string() })) }),
});
const seen = () => worldSchema.parse(world.world.snapshot());

/** As a release of it would have recorded it. */
async function recorded(version: string): Promise<void> {
  const { oci } = seen();
  for (const service of ['admin', 'agent', 'public', 'ui']) {
    const digest = oci[service === 'agent' ? 'mozilla/balrogagent' : 'mozilla/balrog'][`v${version}`];
    await store.record('prod', {
      key: `${version}-${service}`,
      release: {
        id: `release/balrog/prod/${version}`,
        runbook: 'balrog',
        environment: 'prod',
        version,
        startedBy: 'maria',
      },
      why: `Release of balrog ${version}`,
      deployment: {
        service,
        version,
        ...(service === 'ui' ? {} : { digest, revision: `v${version}` }),
      },
    });
  }
}

test('every service and the UI run again what ran then, and Balrog is held there', async () => {
  // The world has 3.110 deployed, and 3.111 in its registry and in git: here that is what ran before.
  await recorded('3.111');
  await recorded('3.110');
  const release = await startRelease(client, taskQueue, {
    runbook: 'balrog',
    environment: 'prod',
    version: '3.111',
    input: { environment: 'prod', version: '3.111' },
    startedBy: 'maria',
    confirm: 'none',
    course: { type: 'rollback', reason: 'Rules are lost', acknowledged: [] },
  });
  const closed = await release.until(({ phase, waiting }) => phase === 'closed' || waiting.length > 0);
  expect([closed.outcome, closed.why, closed.waiting]).toEqual(['succeeded', expect.any(String), []]);
  expect(seen().kubernetes.rollouts['balrog-prod/balrog-app']?.stable).toContain(':v3.111');
  const shown = seen().github.repositories['mozilla-releng/balrog'];
  expect(shown.deployed).toEqual({ prod: shown.tags['v3.111'] });
  const view = await store.read('prod');
  expect(view?.current.map(({ service, version, back }) => [service, version, back])).toEqual(
    ['admin', 'agent', 'public', 'ui'].map((service) => [service, '3.111', true]),
  );
  expect(view?.holds).toMatchObject([{ runbook: 'balrog', by: 'maria' }]);
}, 120_000);
