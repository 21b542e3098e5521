/** Triggers with a real worker, a real git server and, if asked, a real registry; the command line beside them. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Connection } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import { loadConfig } from '../../src/worker/load-config.ts';
import { startWorker } from '../../src/worker/run-worker.ts';
import type { RunningWorker } from '../../src/worker/run-worker.ts';
import type { TriggerView } from '../../src/client/triggers/read.ts';
import { triggerId } from '../../src/workflows/trigger-messages.ts';
import { slipway } from './cli.ts';
import type { Said } from './cli.ts';
import { makeFolder } from './config-folder.ts';
import { eventually } from './eventually.ts';
import { gitAlone, login, withRegistry } from './real-parts.ts';
import type { RealParts } from './real-parts.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });

export interface TriggerWorld {
  readonly parts: RealParts;
  readonly client: Client;
  /** Differs in each world: names of triggers and runbooks end in it. */
  readonly mark: string;
  /** Writes the configuration, has a new worker read it, and applies it. Triggers by name without the mark. */
  configure(triggers: Readonly<Record<string, object>>): Promise<Said>;
  /** Looks, and gives how the trigger stands when the look is over. */
  look(name: string): Promise<TriggerView>;
  /** As it stands when nothing of it is under way. */
  view(name: string): Promise<TriggerView>;
  /** Versions that were released, by the trigger that started them. */
  released(name: string): Promise<string[]>;
  stopWorker(): Promise<void>;
  startWorker(): Promise<void>;
  cli(...argv: readonly string[]): Promise<Said>;
  stop(): Promise<void>;
}

const runbook = (name: string): string => `
import { defineRunbook, gate, sequence, z } from 'slipway';
export default defineRunbook({
  name: '${name}',
  input: z.strictObject({
    environment: z.string(),
    version: z.string().refine((text) => !text.includes('bad'), 'is a bad one'),
    ref: z.string().optional(),
    stays: z.boolean().default(false),
  }),
  plan: ({ stays }) =>
    stays
      ? gate('Go on?', { id: 'go', instructions: 'Look.', approvers: { roles: [], people: ['kim'] } })
      : sequence('Nothing', []),
});`;

export interface TriggerWorldOptions {
  /** The address of a practice GitHub. */
  readonly github?: string;
  /** Of a Temporal of its own; absent: everybody's. */
  readonly address?: string;
}

export async function startTriggerWorld(
  with_: 'git' | 'registry',
  { github, address = process.env['SLIPWAY_TEST_TEMPORAL'] }: TriggerWorldOptions = {},
): Promise<TriggerWorld> {
  const bundle = process.env['SLIPWAY_TEST_BUNDLE'];
  if (address === undefined || bundle === undefined) throw new Error('The global set-up has not run.');
  const parts = await (with_ === 'git' ? gitAlone() : withRegistry());
  const mark = randomUUID().slice(0, 8);
  // Its own: an environment lives on the queue of whoever made it.
  const stage = `stage-${mark}`;
  const taskQueue = `triggers-${mark}`;
  const folder = await makeFolder();
  const connection = await Connection.connect({ address });
  const client = temporalClient({ connection });
  let worker: RunningWorker | undefined;
  let names: string[] = [];
  const schedule = (name: string) => client.schedule.getHandle(triggerId(`${name}-${mark}`));
  const cli = (...argv: readonly string[]) =>
    slipway({ cwd: folder.dir, env: { TEMPORAL_ADDRESS: address } }, ...argv);

  const begin = async (): Promise<void> => {
    worker = await startWorker({
      loaded: await loadConfig({ cwd: folder.dir }),
      connection: { address },
      namespace: 'default',
      workflows: { code: readFileSync(bundle, 'utf8') },
    });
  };
  const end = async (): Promise<void> => {
    await worker?.stop();
    worker = undefined;
  };
  /** Temporal takes a moment to note that a look is over: until then the next one can't begin with what it saw. */
  const idle = (name: string, taken = 1) =>
    eventually(
      async () => {
        const { info } = await schedule(name).describe();
        const { workflow } = info.recentActions.at(-1)?.action ?? {};
        const last = workflow && (await client.workflow.getHandle(workflow.workflowId).describe());
        return { info, running: info.runningActions.length > 0 || last?.status.name === 'RUNNING' };
      },
      ({ info, running }) => info.numActionsTaken >= taken && !running,
    );
  const view = async (name: string): Promise<TriggerView> => {
    const { stdout } = await cli('triggers', '--json');
    const views = JSON.parse(stdout) as TriggerView[];
    const found = views.find((one) => one.name === `${name}-${mark}`);
    if (found === undefined) throw new Error(`There is no trigger ${name}: ${stdout}`);
    return found;
  };

  return {
    parts,
    client,
    mark,
    cli,
    stopWorker: end,
    startWorker: begin,
    async configure(triggers) {
      const password = { env: 'REAL_PARTS_PASSWORD' };
      const marked = Object.entries(triggers).map(([name, trigger]) => {
        const about = {
          runbook: `r-${mark}`,
          environment: stage,
          every: '1h',
          confirm: 'none',
          ...trigger,
        };
        return [`${name}-${mark}`, 'at' in trigger ? { ...about, every: undefined } : about] as const;
      });
      const config = {
        runbooks: ['runbook.ts'],
        taskQueue,
        environments: { [stage]: {} },
        systems: {
          git: { type: 'git', url: `${parts.url}/git`, username: login.username, password },
          oci: { type: 'oci', url: parts.url, username: login.username, password },
          ...(github === undefined ? {} : { github: { type: 'github', url: github, token: password } }),
        },
        people: { kim: { roles: [] } },
        triggers: Object.fromEntries(marked),
      };
      await folder.write({
        // JSON is YAML too, and unlike JSON that is read anew each time.
        'slipway.config.yaml': JSON.stringify(config),
        'runbook.ts': runbook(`r-${mark}`),
      });
      names = Object.keys(triggers);
      await end();
      await begin();
      return cli('triggers', 'apply');
    },
    async look(name) {
      const { info } = await idle(name, 0);
      const said = await cli('triggers', 'look', `${name}-${mark}`);
      if (said.code !== 0) throw new Error(said.stderr);
      await idle(name, info.numActionsTaken + 1);
      return view(name);
    },
    async view(name) {
      await idle(name);
      return view(name);
    },
    async released(name) {
      const found: string[] = [];
      for await (const { workflowId, runId } of client.workflow.list({
        query: `WorkflowId STARTS_WITH 'release/r-${mark}/'`,
      })) {
        const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
        const given = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data;
        const start = JSON.parse(Buffer.from(given ?? []).toString()) as {
          startedBy: string;
          version: string;
        };
        if (start.startedBy === `trigger:${name}-${mark}`) found.push(start.version);
      }
      return found.sort();
    },
    async stop() {
      for (const name of names)
        await schedule(name)
          .delete()
          .catch(() => undefined);
      await end();
      await connection.close();
      await folder.remove();
      await parts.stop();
    },
  };
}
