/** Rehearses rollbacks of shipped runbooks: a practice world for each, one worker for all of them, and exact points. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Connection, ServiceError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { MockActivityEnvironment } from '@temporalio/testing';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import type { PlanReply } from '../../src/activities/calls.ts';
import { answerTo } from '../../src/demo/answers.ts';
import { differences } from '../../src/demo/differences.ts';
import type { EnvironmentsClient } from '../../src/environment/client.ts';
import { digestOf } from '../../src/runbook/digest.ts';
import type { Plan, PlanNode } from '../../src/runbook/plan.ts';
import type { JournalEntry } from '../../src/practice/journal.ts';
import { createEnvironments } from '../../src/worker/environments/client.ts';
import { engineDeps } from '../../src/worker/engine-deps.ts';
import { loadRunbooks } from '../../src/worker/load-runbooks.ts';
import { createReleaseWorker } from '../../src/worker/worker.ts';
import type { EngineDeps } from '../../src/worker/worker.ts';
import { releaseWorkflow } from '../../src/workflows/messages.ts';
import type { Reply, StartRelease } from '../../src/workflows/messages.ts';
import { releaseStartOptions } from '../../src/workflows/start-options.ts';
import { flatten } from '../../src/workflows/state.ts';
import type { ReleaseResult, ReleaseView } from '../../src/workflows/view.ts';
import { eventually } from './eventually.ts';
import { Holds } from './holds.ts';
import type { ShippedRelease, ShippedWorld } from './shipped.ts';

Runtime.install({ logger: new DefaultLogger('ERROR') });

/** How a release ended that was rolled back at one point. */
export interface Rehearsed {
  readonly point: string;
  readonly result: ReleaseResult;
  /** Places of the world that are not as they were before, and of which the report does not say that they stay. */
  readonly changed: readonly string[];
  readonly duplicates: readonly JournalEntry[];
  /** What the view said that a rollback would do, when it was ordered; newest first. */
  readonly foretold: ReleaseView['undo'];
  /** What had begun or could begin when it was ordered: steps beside each other don't wait for an order. */
  readonly unfinished: readonly string[];
  /** What it did, in its order. */
  readonly undone: readonly string[];
}

export interface Rehearsals {
  /** Every step and every gate of the plan, in its order. */
  pointsOf(shipped: ShippedRelease): Promise<readonly PlanNode[]>;
  rollBackAt(shipped: ShippedRelease, point: PlanNode): Promise<Rehearsed>;
  stop(): Promise<void>;
}

interface Staged {
  readonly world: ShippedWorld;
  readonly deps: EngineDeps;
}

export async function startRehearsals(): Promise<Rehearsals> {
  const address = process.env['SLIPWAY_TEST_TEMPORAL'];
  const bundle = process.env['SLIPWAY_TEST_BUNDLE'];
  if (address === undefined || bundle === undefined) throw new Error('The global set-up has not run.');
  const [connection, native] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  const client = temporalClient({ connection });
  const taskQueue = `rehearsals-${randomUUID()}`;
  const holds = new Holds();
  const stages = new Map<string, Staged>();
  const staged = (id: string): Staged => {
    const found = stages.get(id);
    if (found === undefined) throw new Error(`No world was set up for ${id}.`);
    return found;
  };
  const worker = await createReleaseWorker({
    connection: native,
    namespace: 'default',
    taskQueue,
    workflows: { code: readFileSync(bundle, 'utf8') },
    deps: {
      clientsFor: (release) => staged(release.id).deps.clientsFor(release),
      scrub: (text) => text,
      remind: async () => undefined,
      doctor: async () => [],
      // Who plans says so by the name of the runbook: see `start`.
      plan: async (call) => {
        const [runbook = '', ...parts] = call.runbook.split('-at-');
        const id = parts.join('-at-');
        const { plan } = await staged(id).deps.plan({ ...call, runbook });
        // Each world has environments of its own, on the server that all share.
        const apart = leasedApart(plan, id);
        return { plan: apart, digest: digestOf(apart) };
      },
    },
    interceptors: { activity: [holds.interceptor] },
  });
  const running = worker.run();

  async function stage(shipped: ShippedRelease): Promise<{ id: string } & Staged> {
    const world = await shipped.world();
    const id = randomUUID();
    const environments = ofWorld(createEnvironments(client, taskQueue), id);
    const deps = engineDeps(world.loaded, await loadRunbooks(world.loaded), environments);
    stages.set(id, { world, deps });
    return { id, world, deps };
  }

  return {
    async pointsOf(shipped) {
      const { id, world, deps } = await stage(shipped);
      const { plan } = await planOf(shipped, deps).finally(() => world.stop());
      stages.delete(id);
      return flatten(plan.root).flatMap(({ node }) =>
        node.type === 'step' || node.type === 'gate' ? [node] : [],
      );
    },
    async rollBackAt(shipped, point) {
      const { id, world } = await stage(shipped);
      try {
        const before = world.world.snapshot();
        const seen = world.world.world.journal.entries().length;
        const start = startOf(shipped, id);
        const reached =
          point.type === 'step'
            ? holds.at(id, { node: point.id, phase: point.effect.type === 'read' ? 'settle' : 'act' })
            : undefined;
        const handle = await client.workflow.start(releaseWorkflow, {
          taskQueue,
          workflowId: id,
          args: [start],
          ...releaseStartOptions(start),
        });
        const foretold = await broughtTo(handle, point, reached);
        await patiently(() =>
          handle.executeUpdate<Reply, [{ by: string }]>('rollback', {
            args: [{ by: 'maria' }],
            updateId: 'rollback',
          }),
        );
        const closed = await eventually(
          () => viewOf(handle),
          ({ phase, waiting }) => phase === 'closed' || waiting.length > 0,
          patienceMs,
        );
        const [stuck] = closed.waiting;
        if (stuck !== undefined)
          throw new Error(`At ${point.id}: ${stuck.node} waits: ${stuck.error?.message ?? stuck.title}`);
        const result = (await handle.result()) as ReleaseResult;
        const reported = foretold.undo.filter(({ title }) =>
          result.left.some((one) => one.startsWith(title)),
        );
        return {
          point: point.id,
          result,
          changed: await settled(
            world,
            before,
            reported.flatMap(({ node }) => shipped.stays[node] ?? []),
          ),
          duplicates: world.world.world.journal
            .duplicates()
            .filter((entry) => world.world.world.journal.entries().indexOf(entry) >= seen),
          foretold: foretold.undo,
          unfinished: foretold.nodes.flatMap(({ id: node, state }) => (state === 'done' ? [] : [node])),
          undone: closed.audit.flatMap(({ what, node }) => (what === 'undone' ? [node ?? ''] : [])),
        };
      } finally {
        await world.stop();
        stages.delete(id);
      }
    },
    async stop() {
      worker.shutdown();
      await running;
      await Promise.all([connection.close(), native.close()]);
    },
  };
}

const startOf = ({ runbook, environment, version, input }: ShippedRelease, id: string): StartRelease => ({
  runbook: `${runbook}-at-${id}`,
  environment,
  version,
  input: { environment, version, ...input },
  startedBy: 'maria',
  confirm: 'none',
  ...rehearsed,
});

/** Each release has environments of its own, in which nothing went before it. */
const rehearsed = { exempt: 'a rehearsal' };

const planOf = (
  { runbook, environment, version, input }: ShippedRelease,
  deps: EngineDeps,
): Promise<PlanReply> =>
  new MockActivityEnvironment().run(deps.plan, {
    runbook,
    environment,
    version,
    startedBy: 'maria',
    input: { environment, version, ...input },
    ...rehearsed,
  });

const viewOf = (handle: WorkflowHandle): Promise<ReleaseView> =>
  patiently(() => handle.query<ReleaseView>('status'));

/** A worker with so many releases and worlds in one process may be late to answer: what came of it is seen in the view. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      await wait(500);
    }
  }
}

/** Only what hangs takes so long, however busy the machine. */
const patienceMs = 300_000;

/** Answers what is asked on the way, and gives the view when the point is reached. */
async function broughtTo(
  handle: WorkflowHandle,
  point: PlanNode,
  reached: Promise<void> | undefined,
): Promise<ReleaseView> {
  const hold = { reached: false };
  void reached?.then(() => (hold.reached = true));
  for (const until = Date.now() + patienceMs; ; await wait(300)) {
    const view = await viewOf(handle);
    if (hold.reached || view.waiting.some(({ node, for: what }) => node === point.id && what === 'decision'))
      return view;
    const parked = view.waiting.find(({ for: what }) => what === 'repair');
    if (view.phase === 'closed' || parked !== undefined)
      throw new Error(`It never came to ${point.id}: ${view.why ?? parked?.error?.message}`);
    const answer = answerTo(view, new Map());
    if (answer?.update === 'decide')
      // What can't be answered just now is asked again with the next look.
      await handle
        .executeUpdate<Reply, [typeof answer.payload]>('decide', { args: [answer.payload] })
        .catch((error: unknown) => {
          if (!(error instanceof ServiceError)) throw error;
        });
    if (Date.now() > until)
      throw new Error(`It never came to ${point.id}; it was at ${under(view).join(', ')}.`);
  }
}

const under = ({ nodes }: ReleaseView): readonly string[] =>
  nodes.flatMap(({ id, state }) =>
    ['pending', 'done', 'skipped'].includes(state) ? [] : [`${id} ${state}`],
  );

/** The controllers of a cluster take a moment to come to rest. */
async function settled(
  { world }: ShippedWorld,
  before: unknown,
  stays: readonly RegExp[],
): Promise<readonly string[]> {
  const changed = (): string[] =>
    differences(before, world.snapshot()).filter((place) => !stays.some((pattern) => pattern.test(place)));
  const until = Date.now() + 10_000;
  while (Date.now() < until && changed().length > 0) await wait(100);
  return changed();
}

const apart = (environment: string, id: string): string => `${environment}-${id.slice(0, 8)}`;

/** On the server that all share, another suite's environment may have the same name, and nobody who answers for it any more. */
const leasedApart = ({ lease, course, ...plan }: Plan, id: string): Plan => ({
  ...plan,
  ...(lease === undefined
    ? {}
    : { lease: { ...lease, environments: lease.environments.map((name) => apart(name, id)) } }),
  ...(course === undefined
    ? {}
    : { course: course.type === 'promotion' ? { ...course, from: apart(course.from, id) } : course }),
});

const ofWorld = (all: EnvironmentsClient, id: string): EnvironmentsClient => ({
  read: (name, signal) => all.read(apart(name, id), signal),
  rulesOfAll: () => Promise.resolve(undefined),
  ledger: (name, query, signal) => all.ledger(apart(name, id), query, signal),
  record: (name, entry, signal) => all.record(apart(name, id), entry, signal),
  unrecord: (name, order, signal) => all.unrecord(apart(name, id), order, signal),
  hold: (name, order, signal) => all.hold(apart(name, id), order, signal),
  unhold: (name, order, signal) => all.unhold(apart(name, id), order, signal),
});
