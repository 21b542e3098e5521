/** Balrog's six Applications on the cluster, and its release with all other systems practised: a real worker and Temporal. */
import { readFileSync } from 'node:fs';
import { Connection } from '@temporalio/client';
import { Runtime, DefaultLogger } from '@temporalio/worker';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import { follow } from '../../src/client/watch/follow.ts';
import type { Connected } from '../../src/client/connect.ts';
import { sendUpdate } from '../../src/client/send-update.ts';
import { startRelease } from '../../src/client/start-release.ts';
import { answerTo } from '../../src/demo/answers.ts';
import { configSchema } from '../../src/worker/config.ts';
import { startWorker } from '../../src/worker/run-worker.ts';
import type { ReleaseResult, ReleaseView } from '../../src/workflows/view.ts';
import { startBalrog } from '../support/balrog.ts';
import { setUpBalrogApplications } from './balrog-applications.ts';
import type { BalrogApplications } from './balrog-applications.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });

export type BalrogEnvironment = 'stage' | 'prod';

export interface BalrogStage {
  readonly applications: BalrogApplications;
  /** Steps by what became of them, and how it ended. `atGate`: what is said when the promotion of the canary is asked for. */
  release(environment: BalrogEnvironment, atGate: 'approve' | 'roll back'): Promise<ReleaseResult>;
  /** Effects on the practised systems that happened twice. */
  duplicates(): readonly unknown[];
  takeDown(): Promise<void>;
}

export async function setUpBalrog(): Promise<BalrogStage> {
  const address = process.env['SLIPWAY_TEST_TEMPORAL'];
  const bundle = process.env['SLIPWAY_TEST_BUNDLE'];
  if (address === undefined || bundle === undefined) throw new Error('The global set-up has not run.');
  const [applications, world] = await Promise.all([setUpBalrogApplications(), startBalrog()]);
  const taskQueue = applications.id;
  const worker = await startWorker({
    loaded: { ...world.loaded, config: onCluster(world.loaded.config, applications, taskQueue) },
    connection: { address },
    namespace: 'default',
    workflows: { code: readFileSync(bundle, 'utf8') },
  });
  const connection = await Connection.connect({ address });
  const client = temporalClient({ connection });
  const connected = { client, connection, address, namespace: 'default', taskQueue, cwd: process.cwd() };
  return {
    applications,
    release: (environment, atGate) => release(connected, environment, atGate),
    duplicates: () => world.world.world.journal.duplicates(),
    async takeDown() {
      await worker.stop();
      await connection.close();
      await world.stop();
      await applications.takeDown();
    },
  };
}

/** The practised configuration, with the cluster that KUBECONFIG names in place of the practised one. */
function onCluster(config: object, { vars }: BalrogApplications, taskQueue: string) {
  const { environments, systems, ...rest } = configSchema.parse(config);
  const own = (environment: BalrogEnvironment) => ({
    ...environments[environment],
    vars: { ...environments[environment]?.vars, ...vars(environment) },
  });
  return configSchema.parse({
    ...rest,
    taskQueue,
    environments: { stage: own('stage'), prod: own('prod') },
    systems: { ...systems, kubernetes: { type: 'kubernetes' } },
  });
}

const version = '3.111';

async function release(
  connected: Connected,
  environment: BalrogEnvironment,
  atGate: 'approve' | 'roll back',
): Promise<ReleaseResult> {
  const input = { environment, version, watchFor: '3s', every: '500ms' };
  const start = { runbook: 'balrog', environment, version, startedBy: 'maria', input };
  const id = await startRelease(connected, { ...start, confirm: 'none' }, 'again');
  for await (const seen of follow(connected, id, new AbortController().signal)) {
    if (!('view' in seen)) continue;
    const { view } = seen;
    if (atGate === 'roll back' && view.waiting.some(({ node }) => node === 'promote-to-full'))
      await sendUpdate(connected, id, 'rollback', { by: 'maria', reason: 'The canary is not trusted.' });
    else await answer(connected, id, view);
  }
  return connected.client.workflow.getHandle<() => Promise<ReleaseResult>>(id).result();
}

/** Approves what is asked. What parks here is a defect of ours, so nothing is retried. */
async function answer(connected: Connected, id: string, view: ReleaseView): Promise<void> {
  const next = answerTo(view, new Map());
  if (next === undefined) return;
  if (next.update === 'decide') {
    await sendUpdate(connected, id, 'decide', next.payload);
    return;
  }
  const { node } = next.payload;
  const why = view.waiting.find((one) => one.node === node);
  throw new Error(`${id}: ${node} is parked: ${JSON.stringify(why)}`);
}
