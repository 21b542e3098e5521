/** The engine under test: a real Temporal server, a real worker, test steps; plans are given by the test. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Connection } from '@temporalio/client';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import type { RemindCall } from '../../src/activities/calls.ts';
import { fatal } from '../../src/activities/errors.ts';
import type { Clients } from '../../src/activities/clients.ts';
import type { ReleaseRef } from '../../src/activities/contract.ts';
import { register } from '../../src/activities/registry.ts';
import { digestOf } from '../../src/runbook/digest.ts';
import { planFormat } from '../../src/runbook/plan.ts';
import type { Plan, PlanNode } from '../../src/runbook/plan.ts';
import type { BuiltNode } from '../../src/runbook/built.ts';
import { createReleaseWorker } from '../../src/worker/worker.ts';
import type { EngineDeps, ReleaseWorkerOptions } from '../../src/worker/worker.ts';
import { releaseId, releaseWorkflow } from '../../src/workflows/messages.ts';
import type {
  Decide,
  Order,
  Reply,
  Resolve,
  StartRelease,
  UpdateName,
} from '../../src/workflows/messages.ts';
import { releaseStartOptions } from '../../src/workflows/start-options.ts';
import type { NodeState, ReleaseResult, ReleaseView } from '../../src/workflows/view.ts';
import { eventually } from './eventually.ts';
import { recordHistory } from './histories.ts';
import * as testChecks from './test-checks.ts';
import * as testSteps from './test-steps.ts';
import { testWorld } from './test-world.ts';

register(testSteps);
register(testChecks);
Runtime.install({ logger: new DefaultLogger('ERROR') });

export interface Engine {
  readonly client: Client;
  readonly connection: Connection;
  readonly taskQueue: string;
  readonly world: typeof testWorld;
  readonly reminders: RemindCall[];
  /** `plan`: what its plan has besides the root; asked for whenever the plan is made. */
  start(
    root: BuiltNode,
    options?: Partial<StartRelease>,
    plan?: () => Partial<Plan>,
  ): Promise<RunningRelease>;
  /** Makes `root` the plan of `runbook`, for child releases; `plan`: what it has besides. */
  define(runbook: string, root: BuiltNode, plan?: () => Partial<Plan>): void;
  stop(): Promise<void>;
}

/** A release and the few things a test says to it. */
export interface RunningRelease {
  readonly handle: WorkflowHandle;
  view(): Promise<ReleaseView>;
  until(condition: (view: ReleaseView) => boolean): Promise<ReleaseView>;
  untilNode(id: string, state: NodeState): Promise<ReleaseView>;
  send(name: UpdateName, payload: Order | Decide | Resolve | { by: string; digest: string }): Promise<string>;
  result(): Promise<ReleaseResult>;
}

/** `clients`: what its steps and checks are given; or what each release's are. */
export async function startEngine(
  clients: Partial<Clients> | ((release: ReleaseRef) => Partial<Clients>) = {},
  options: Partial<Pick<ReleaseWorkerOptions, 'taskQueue' | 'versioning' | 'interceptors'>> &
    Pick<EngineDeps, 'closedByCalendar'> & {
      /** Of a server of its own; absent: everybody's. */
      readonly address?: string;
    } = {},
): Promise<Engine> {
  const address = options.address ?? process.env['SLIPWAY_TEST_TEMPORAL'];
  const bundle = process.env['SLIPWAY_TEST_BUNDLE'];
  if (address === undefined || bundle === undefined) throw new Error('The global set-up has not run.');
  const [connection, native] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  const client = temporalClient({ connection });
  const taskQueue = options.taskQueue ?? `test-${randomUUID()}`;
  const plans = new Map<string, PlanNode>();
  const besides = new Map<string, () => Partial<Plan>>();
  const reminders: RemindCall[] = [];
  const worker = await createReleaseWorker({
    connection: native,
    namespace: 'default',
    versioning: options.versioning,
    ...(options.interceptors === undefined ? {} : { interceptors: options.interceptors }),
    taskQueue,
    workflows: { code: readFileSync(bundle, 'utf8') },
    deps: {
      clientsFor: (release) => (typeof clients === 'function' ? clients(release) : clients) as Clients,
      scrub: (text) => text,
      remind: async (call) => void reminders.push(call),
      doctor: async () => [],
      ...(options.closedByCalendar === undefined ? {} : { closedByCalendar: options.closedByCalendar }),
      plan: async ({ runbook, environment, version, input }) => {
        const root = plans.get(runbook);
        if (root === undefined) throw fatal('plan-invalid', `There is no runbook '${runbook}'.`);
        const plan: Plan = {
          format: planFormat,
          runbook,
          environment,
          version,
          input,
          facts: [],
          warnings: [],
          root,
          ...besides.get(runbook)?.(),
        };
        return { plan, digest: digestOf(plan) };
      },
    },
  });
  const running = worker.run();

  return {
    client,
    connection,
    taskQueue,
    world: testWorld,
    reminders,
    define(runbook, { node }, plan = () => ({})) {
      plans.set(runbook, node);
      besides.set(runbook, plan);
    },
    async start({ node }, options = {}, plan = () => ({})) {
      const { runbook = `t${randomUUID().slice(0, 8)}` } = options;
      plans.set(runbook, node);
      besides.set(runbook, plan);
      const start: StartRelease = {
        runbook,
        environment: 'stage',
        version: '1.0',
        input: { environment: 'stage', version: '1.0' },
        startedBy: 'sam',
        confirm: 'none',
        ...options,
      };
      return startRelease(client, taskQueue, start);
    },
    async stop() {
      worker.shutdown();
      await running;
      await Promise.all([connection.close(), native.close()]);
    },
  };
}

export async function startRelease(
  client: Client,
  taskQueue: string,
  start: StartRelease,
): Promise<RunningRelease> {
  const handle = await client.workflow.start(releaseWorkflow, {
    taskQueue,
    workflowId: releaseId(start.runbook, start.environment, start.version),
    args: [start],
    ...releaseStartOptions(start),
  });
  return releaseOf(handle);
}

function releaseOf(handle: WorkflowHandle): RunningRelease {
  const view = () => handle.query<ReleaseView>('status');
  const until = (condition: (view: ReleaseView) => boolean) => eventually(view, condition);
  return {
    handle,
    view,
    until,
    untilNode: (id, state) =>
      until(({ nodes }) => nodes.some((node) => node.id === id && node.state === state)),
    send: async (name, payload) =>
      (await handle.executeUpdate<Reply, [typeof payload]>(name, { args: [payload] })).says,
    async result() {
      const result = (await handle.result()) as ReleaseResult;
      await recordHistory(handle);
      return result;
    },
  };
}
