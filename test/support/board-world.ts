/** Two environments with a real worker, a practice cluster and a practice GitHub, and the command line beside them. */
import { randomUUID } from 'node:crypto';
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import { environmentId, ledgerPageWorkflow } from '../../src/environment/messages.ts';
import { practiceGithub } from '../../src/practice/github/index.ts';
import type { PracticeGithub } from '../../src/practice/github/index.ts';
import { kubernetesPractice, practiceToken } from '../../src/practice/kubernetes/index.ts';
import type { KubernetesPractice } from '../../src/practice/kubernetes/index.ts';
import { digestOf, imageOf } from '../../src/practice/oci/images.ts';
import { startWorld } from '../../src/practice/server.ts';
import { loadConfig } from '../../src/worker/load-config.ts';
import { createEnvironments } from '../../src/worker/environments/client.ts';
import type { EnvironmentStore } from '../../src/worker/environments/client.ts';
import { startWorker } from '../../src/worker/run-worker.ts';
import { slipway } from './cli.ts';
import type { Said } from './cli.ts';
import { makeFolder } from './config-folder.ts';
import { eventually } from './eventually.ts';
import { clientOf, inRepository, repository, seed } from './github.ts';
import { images, revisions, webShop } from './kubernetes-practice.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });

export interface BoardWorld {
  readonly stage: string;
  readonly prod: string;
  readonly store: EnvironmentStore;
  readonly repository: string;
  /** Number of the merged pull request that brought the last two of `commits`. */
  readonly pull: number;
  /** Oldest first. */
  commits(): readonly string[];
  /** The revision that Argo CD has deployed. */
  revision(): string;
  digestOf(image: string): string;
  /** As somebody does with Argo CD's own buttons; resolves when the pods have it. */
  deployBehindOurBack(tag: string): Promise<void>;
  /** Has a release ask for the stage's lease; it lives until it is terminated. */
  holdLease(version: string): Promise<WorkflowHandle>;
  cli(...argv: readonly string[]): Promise<Said>;
  stop(): Promise<void>;
}

export async function startBoardWorld(): Promise<BoardWorld> {
  const address = process.env['SLIPWAY_TEST_TEMPORAL'];
  const bundle = process.env['SLIPWAY_TEST_BUNDLE'];
  if (address === undefined || bundle === undefined) throw new Error('The global set-up has not run.');
  process.env['TEST_BOARD_TOKEN'] = practiceToken;
  const parts: { cluster?: KubernetesPractice; github?: PracticeGithub } = {};
  const dir = mkdtempSync(join(tmpdir(), 'slipway-board-'));
  const world = await startWorld({
    dir,
    pace: 0.01,
    systems: (into) => [
      (parts.cluster = kubernetesPractice({ applications: [{ ...webShop, sync: 'automated' }] })(into)),
      (parts.github = practiceGithub(seed, {})(into)),
    ],
  });
  const { commits, pull } = await mergedPull(world.url);
  const mark = randomUUID().slice(0, 8);
  const [stage, prod, taskQueue] = [`stage-${mark}`, `prod-${mark}`, `board-${mark}`];
  const folder = await makeFolder();
  const token = { env: 'TEST_BOARD_TOKEN' };
  await folder.write({
    'slipway.config.json': JSON.stringify({
      runbooks: [],
      taskQueue,
      environments: { [stage]: {}, [prod]: {} },
      systems: {
        kubernetes: { type: 'kubernetes', server: `${world.url}/kubernetes`, token },
        github: { type: 'github', url: `${world.url}/github`, token },
      },
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
  const cluster = parts.cluster;
  if (cluster === undefined) throw new Error('The world made no cluster.');
  const store = createEnvironments(client, taskQueue);
  const digest = (image: string): string => {
    const [name = '', tag = ''] = image.split(':');
    return digestOf(imageOf(name, tag).manifest.body);
  };

  return {
    stage,
    prod,
    store,
    repository,
    pull,
    commits: () => commits,
    revision: () => cluster.snapshot().applications['argocd/shop']?.revision ?? '',
    digestOf: digest,
    async deployBehindOurBack(tag) {
      cluster.setDesired({ name: 'shop' }, revisions.two, images(tag));
      await eventually(
        () => Promise.resolve(cluster.pods().filter(({ workload }) => workload === 'admin')),
        (pods) => pods.length === 2 && pods.every(({ image }) => image === `example.com/admin:${tag}`),
      );
      await eventually(
        () => Promise.resolve(cluster.snapshot().applications['argocd/shop']?.revision),
        (revision) => revision === revisions.two,
      );
    },
    async holdLease(version) {
      const id = `release/shop/${stage}/${version}`;
      // Any workflow that lives is a release to whoever keeps leases.
      const handle = await client.workflow.start(ledgerPageWorkflow, {
        workflowId: id,
        taskQueue,
        args: [{ name: stage, page: 1, entries: [] }],
      });
      await store.update(stage, 'request', {
        release: { id, runbook: 'shop', environment: stage, version, startedBy: 'maria' },
        runId: handle.firstExecutionRunId,
        queue: 'all',
        services: ['admin'],
      });
      return handle;
    },
    cli: (...argv) =>
      slipway(
        { cwd: folder.dir, env: { TEMPORAL_ADDRESS: address, SLIPWAY_TASK_QUEUE: taskQueue } },
        ...argv,
      ),
    async stop() {
      for (const name of [stage, prod])
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

/** What main stood at, a commit beside it, and the merge that brought it in. */
async function mergedPull(url: string): Promise<{ commits: string[]; pull: number }> {
  const { rest } = clientOf(url, practiceToken);
  const base = (await rest.repos.getCommit({ ...inRepository, ref: 'main' })).data.sha;
  await rest.git.createRef({ ...inRepository, ref: 'refs/heads/gate', sha: base });
  const { data: written } = await rest.repos.createOrUpdateFileContents({
    ...inRepository,
    path: 'src/second.py',
    branch: 'gate',
    message: 'Add a second gate',
    content: Buffer.from('gate = 2\n').toString('base64'),
  });
  const opened = await rest.pulls.create({
    ...inRepository,
    title: 'A second gate',
    head: 'gate',
    base: 'main',
  });
  const { number } = opened.data;
  const merged = await rest.pulls.merge({ ...inRepository, pull_number: number });
  return { commits: [base, written.commit.sha ?? '', merged.data.sha], pull: number };
}
