/** Three environments in an order, a runbook that goes through them, a practised registry, a real worker, and the command line. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import { environmentId } from '../../src/environment/messages.ts';
import { createRegistry } from '../../src/practice/oci/index.ts';
import type { Registry } from '../../src/practice/oci/index.ts';
import { startWorld } from '../../src/practice/server.ts';
import { createEnvironments } from '../../src/worker/environments/client.ts';
import type { EnvironmentStore } from '../../src/worker/environments/client.ts';
import { loadConfig } from '../../src/worker/load-config.ts';
import { startWorker } from '../../src/worker/run-worker.ts';
import { releaseId } from '../../src/workflows/messages.ts';
import type { ReleaseView } from '../../src/workflows/view.ts';
import { slipway } from './cli.ts';
import type { Said } from './cli.ts';
import { makeFolder } from './config-folder.ts';
import { eventually } from './eventually.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });

export interface PromotionWorld {
  /** Goes into any environment without a condition: the first of the order. */
  readonly stage: string;
  /** Wants the gate `tested` of the release to stage. */
  readonly prod: string;
  /** Wants an hour in prod. */
  readonly late: string;
  readonly runbook: string;
  readonly registry: Registry;
  readonly store: EnvironmentStore;
  digest(version: string): string;
  cli(...argv: readonly string[]): Promise<Said>;
  view(environment: string, version: string): Promise<ReleaseView>;
  /** Brings a version to stage, gate included. */
  toStage(version: string): Promise<void>;
  stop(): Promise<void>;
}

const source = (runbook: string, [stage, prod, late]: readonly string[]): string => `
import { defineRunbook, gate, sequence, z } from 'slipway';
import { environment, oci } from 'slipway/steps';

async function deploy({ version }, { clients, signal, refuse }) {
  const found = await clients.oci.fetch('/v2/shop/manifests/' + version, { method: 'HEAD', signal });
  const digest = found.headers.get('docker-content-digest') ?? refuse('There is no image of ' + version + '.');
  const image = oci.awaitImage({ repository: 'shop', tag: version, digest, withinSeconds: 0 });
  return [image, environment.record({ service: 'api', version, digest: image.output.digest })];
}

export default defineRunbook({
  name: '${runbook}',
  input: z.strictObject({ environment: z.string(), version: z.string() }),
  promotion: {
    order: ['${stage}', '${prod}', '${late}'],
    conditions: { '${prod}': { gate: 'tested' }, '${late}': { soak: '1h' } },
    exempt: ['sre'],
  },
  async plan(input, facts) {
    const nodes = await deploy(input, facts);
    const tested = gate('Tested', { id: 'tested', instructions: 'Look.', approvers: facts.people() });
    return sequence('Deploy', input.environment === '${stage}' ? [...nodes, tested] : nodes);
  },
  rollback: async (input, facts) => sequence('Bring back', await deploy(input, facts)),
});
`;

/** Can't be released, and not be gone back to, without knowing a shard. */
const carts = (runbook: string): string => `
import { defineRunbook, sequence, z } from 'slipway';
import { environment } from 'slipway/steps';
const nodes = ({ version }) => sequence('Carts', [environment.record({ service: 'carts', version })]);
export default defineRunbook({
  name: 'carts-${runbook}',
  input: z.strictObject({
    environment: z.string(),
    version: z.string(),
    shard: z.string().describe('Which shard'),
    note: z.string().optional(),
  }),
  plan: nodes,
  rollback: nodes,
});
`;

export async function startPromotionWorld(): Promise<PromotionWorld> {
  const address = process.env['SLIPWAY_TEST_TEMPORAL'];
  const bundle = process.env['SLIPWAY_TEST_BUNDLE'];
  if (address === undefined || bundle === undefined) throw new Error('The global set-up has not run.');
  const parts: { registry?: Registry } = {};
  const dir = mkdtempSync(join(tmpdir(), 'slipway-promotion-'));
  const world = await startWorld({
    dir,
    pace: 0.01,
    systems: (into) => [(parts.registry = createRegistry(into))],
  });
  const { registry } = parts;
  if (registry === undefined) throw new Error('The world made no registry.');
  const mark = randomUUID().slice(0, 8);
  const names = [`stage-${mark}`, `prod-${mark}`, `late-${mark}`] as const;
  const [stage, prod, late] = names;
  const [runbook, taskQueue] = [`shop-${mark}`, `promotion-${mark}`];
  const folder = await makeFolder();
  await folder.write({
    'runbook.ts': source(runbook, names),
    'carts.ts': carts(runbook),
    'slipway.config.json': JSON.stringify({
      runbooks: ['runbook.ts', 'carts.ts'],
      taskQueue,
      environments: Object.fromEntries(names.map((name) => [name, {}])),
      systems: { oci: { type: 'oci', url: world.url } },
      people: { kim: { roles: ['releng'] }, sam: { roles: ['sre'] } },
    }),
  });
  const worker = await startWorker({
    loaded: await loadConfig({ cwd: folder.dir }),
    connection: { address },
    namespace: 'default',
    workflows: { code: readFileSync(bundle, 'utf8') },
  });
  const connection = await Connection.connect({ address });
  const client = temporalClient({ connection });
  const store = createEnvironments(client, taskQueue);
  const env = { TEMPORAL_ADDRESS: address, SLIPWAY_TASK_QUEUE: taskQueue };
  const cli = (...argv: readonly string[]) => slipway({ cwd: folder.dir, env }, ...argv);
  const view = (environment: string, version: string) =>
    client.workflow.getHandle(releaseId(runbook, environment, version)).query<ReleaseView>('status');

  return {
    stage,
    prod,
    late,
    runbook,
    registry,
    store,
    cli,
    view,
    digest: (version) =>
      (registry.snapshot() as Record<string, Record<string, string>>)['shop']?.[version] ?? '',
    async toStage(version) {
      registry.push('shop', version);
      await cli('start', runbook, '--environment', stage, '--version', version, '--yes');
      await eventually(
        () => view(stage, version),
        ({ waiting }) => waiting.some(({ node }) => node === 'tested'),
      );
      await cli('approve', releaseId(runbook, stage, version), 'tested', '--as', 'kim');
      await eventually(
        () => view(stage, version),
        ({ phase }) => phase === 'closed',
      );
    },
    async stop() {
      for (const name of names)
        await client.workflow
          .getHandle(environmentId(name))
          .terminate()
          .catch(() => undefined);
      await worker.stop();
      await connection.close();
      await world.stop();
      await folder.remove();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
