/** Argo CD's application controller: refresh, sync operations, health that lags behind. */
import { z } from 'zod';
import type { Journal } from '../journal.ts';
import type { Clock } from './clock.ts';
import type { Transaction } from './cluster.ts';
import { stamp } from './cluster.ts';
import { healthOf, worst } from './health.ts';
import { revisionOf } from './manifests.ts';
import { splitKey } from './resources.ts';
import type { ApplicationMemory, JsonObject, Stored } from './state.ts';
import { withImage, workloadSpec } from './workload.ts';

export const operationSchema = z.looseObject({
  info: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  initiatedBy: z.record(z.string(), z.union([z.string(), z.boolean()])).optional(),
  sync: z.looseObject({
    revision: z.string().optional(),
    resources: z.array(z.looseObject({ kind: z.string(), name: z.string() })).optional(),
  }),
});
type Operation = z.output<typeof operationSchema>;

export const applicationSpecSchema = z.looseObject({
  source: z.looseObject({ targetRevision: z.string().default('HEAD') }),
  syncPolicy: z.looseObject({ automated: z.looseObject({}).optional() }).optional(),
});

export interface ApplicationHooks {
  /** Argo CD has written a workload: its controller must see it. */
  workloadWritten(tx: Transaction, key: string, before: Stored, after: Stored): void;
}

export function openApplications(clock: Clock, journal: Journal, hooks: ApplicationHooks) {
  /** Compares with git, and begins an automated sync if one is due. */
  function refresh(tx: Transaction, key: string): void {
    const opened = open(tx, key);
    if (opened === undefined) return;
    const { object, memory, source, automated } = opened;
    const revision = revisionOf(memory, source.targetRevision);
    const images = revision === undefined ? undefined : memory.manifests[revision];
    const resources = memory.workloads.map((workload) => comparison(tx, workload, images));
    const synced = images !== undefined && resources.every((resource) => resource['status'] === 'Synced');
    const status: JsonObject = {
      ...object.status,
      ...condition(tx, memory, object),
      resources,
      sync: {
        status: images === undefined ? 'Unknown' : synced ? 'Synced' : 'OutOfSync',
        revision: revision ?? '',
        comparedTo: {
          source: object.spec?.['source'] ?? {},
          destination: object.spec?.['destination'] ?? {},
        },
      },
      reconciledAt: stamp(clock.now()),
    };
    const due =
      automated &&
      !synced &&
      revision !== undefined &&
      memory.tried !== revision &&
      object.operation === undefined;
    if (due) memory.tried = revision;
    const operation = due
      ? { operation: { initiatedBy: { automated: true }, sync: { revision, prune: true } } }
      : {};
    tx.put(key, { ...object, status, ...operation });
    if (due) tx.schedule('application.operate', key, clock.after(20));
  }

  /** Takes up the operation that stands in the object, unless one is running. */
  function operate(tx: Transaction, key: string): void {
    const opened = open(tx, key);
    if (opened?.object.operation === undefined || isRunning(opened.object)) return;
    const { object, memory } = opened;
    const wanted = operationSchema.parse(object.operation);
    const own = wanted.info?.map(({ value }) => value).join();
    const first = own !== undefined && !memory.dropped.includes(own);
    // At its worst, another operation is always quicker the first time, and ours is dropped without a word.
    const drops = tx.state.behaviour === 'worst' && first;
    if (drops && own !== undefined) memory.dropped.push(own);
    const operation = drops
      ? { initiatedBy: { username: 'somebody-else' }, sync: { revision: liveRevision(object) ?? '' } }
      : wanted;
    if (!drops) {
      const { namespace, name } = splitKey(key);
      journal.record({
        system: 'kubernetes',
        effect: 'application.sync',
        target: `${namespace}/${name}`,
        key: memory.requestKey,
        detail: { revision: wanted.sync.revision ?? opened.source.targetRevision },
      });
    }
    memory.requestKey = null;
    const { finishedAt: _, ...before } = stateOf(object);
    const operationState = {
      ...before,
      operation: plain(operation),
      phase: 'Running',
      startedAt: stamp(clock.now()),
    };
    tx.put(key, { ...object, status: { ...object.status, operationState } });
    tx.schedule('application.finish', key, clock.awkward(250, tx.state.behaviour));
  }

  function finish(tx: Transaction, key: string): void {
    const opened = open(tx, key);
    if (opened === undefined) return;
    const { object, memory, source } = opened;
    const running = operationSchema.parse(stateOf(object)['operation']);
    const asked = running.sync.revision ?? source.targetRevision;
    const revision = revisionOf(memory, asked);
    const { operation: _, ...rest } = object;
    tx.put(key, {
      ...rest,
      status: {
        ...object.status,
        ...(revision === undefined
          ? failed(object, asked)
          : succeeded(
              object,
              revision,
              running,
              apply(tx, memory, memory.manifests[revision] ?? {}, running),
            )),
      },
    });
    tx.schedule('application.refresh', key, clock.awkward(400, tx.state.behaviour));
  }

  function failed(object: Stored, asked: string): JsonObject {
    const message = `ComparisonError: Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = failed to initialize repository resources: Failed to checkout revision ${asked}: fatal: remote error: upload-pack: not our ref ${asked}`;
    return {
      operationState: { ...stateOf(object), phase: 'Error', message, finishedAt: stamp(clock.now()) },
    };
  }

  function succeeded(
    object: Stored,
    revision: string,
    operation: Operation,
    resources: JsonObject[],
  ): JsonObject {
    const history = historyOf(object);
    const source = object.spec?.['source'] ?? {};
    const at = stamp(clock.now());
    const initiatedBy = plain(operation.initiatedBy ?? {});
    const id = Number(history.at(-1)?.['id'] ?? -1) + 1;
    const entry: JsonObject = { id, revision, source, deployedAt: at, deployStartedAt: at, initiatedBy };
    return {
      operationState: {
        ...stateOf(object),
        phase: 'Succeeded',
        message: 'successfully synced (all tasks run)',
        finishedAt: at,
        syncResult: { revision, source, resources },
      },
      // A sync of chosen resources is no deployment of the whole and leaves the history alone; ten entries are kept.
      ...(operation.sync.resources === undefined ? { history: [...history, entry].slice(-10) } : {}),
    };
  }

  function apply(
    tx: Transaction,
    memory: ApplicationMemory,
    images: Record<string, string>,
    operation: Operation,
  ): JsonObject[] {
    const chosen = operation.sync.resources;
    const results: JsonObject[] = [];
    for (const workload of memory.workloads) {
      const object = tx.get(workload);
      const image = images[splitKey(workload).name];
      if (object === undefined || image === undefined) continue;
      const { kind, metadata } = object;
      if (chosen !== undefined && !chosen.some((c) => c.kind === kind && c.name === metadata.name)) continue;
      const changed = tx.put(workload, withImage(object, image));
      hooks.workloadWritten(tx, workload, object, changed);
      const { name, namespace } = metadata;
      results.push({
        kind,
        name,
        namespace,
        status: 'Synced',
        message: `${kind.toLowerCase()}/${name} configured`,
        syncPhase: 'Sync',
      });
    }
    return results;
  }

  return {
    written(
      tx: Transaction,
      key: string,
      before: Stored | undefined,
      after: Stored,
      requestKey: string | null,
    ): void {
      if (
        after.operation !== undefined &&
        JSON.stringify(before?.operation) !== JSON.stringify(after.operation)
      ) {
        const memory = tx.state.applications[key];
        if (memory !== undefined && !isRunning(after)) memory.requestKey = requestKey;
        tx.schedule('application.operate', key, clock.after(15));
      }
      tx.schedule('application.refresh', key, clock.after(1000));
    },
    /** Health and images follow the workloads a little later. */
    followWorkloads(tx: Transaction, changed: string): void {
      for (const [key, memory] of Object.entries(tx.state.applications)) {
        if (!memory.workloads.includes(changed)) continue;
        const refreshDue = tx.state.jobs.some((job) => job.key === key && job.run === 'application.refresh');
        if (!refreshDue) tx.schedule('application.health', key, clock.awkward(100, tx.state.behaviour));
      }
    },
    refresh,
    operate,
    finish,
    health(tx: Transaction, key: string): void {
      const opened = open(tx, key);
      if (opened === undefined) return;
      const { object, memory } = opened;
      tx.put(key, { ...object, status: { ...object.status, ...condition(tx, memory, object) } });
    },
  };
}

function open(tx: Transaction, key: string) {
  const object = tx.get(key);
  const memory = tx.state.applications[key];
  if (object === undefined || memory === undefined) return undefined;
  const { source, syncPolicy } = applicationSpecSchema.parse(object.spec);
  return { object, memory, source, automated: syncPolicy?.automated !== undefined };
}

/** Health and images as the workloads are now. */
function condition(tx: Transaction, memory: ApplicationMemory, object: Stored): JsonObject {
  const workloads = memory.workloads.map((key) => tx.get(key));
  const health = worst(workloads.map(healthOf));
  const before = z
    .object({ status: z.string(), lastTransitionTime: z.string() })
    .safeParse(object.status?.['health']);
  const since =
    before.success && before.data.status === health ? before.data.lastTransitionTime : stamp(Date.now());
  const images = Object.values(tx.state.objects)
    .filter((pod) => pod.kind === 'Pod' && memory.workloads.some((key) => ownsPod(key, pod)))
    .map((pod) => workloadImage(pod));
  return {
    health: { status: health, lastTransitionTime: since },
    summary: { images: [...new Set(images)].sort() },
  };
}

function ownsPod(workload: string, { metadata }: Stored): boolean {
  const { namespace, name } = splitKey(workload);
  return metadata.namespace === namespace && metadata.labels?.['app'] === name;
}

const podSchema = z.looseObject({ containers: z.array(z.looseObject({ image: z.string() })).min(1) });
const workloadImage = ({ spec }: Stored): string => podSchema.parse(spec).containers[0]?.image ?? '';

function comparison(tx: Transaction, key: string, images: Record<string, string> | undefined): JsonObject {
  const { type, namespace, name } = splitKey(key);
  const object = tx.get(key);
  const [, ...group] = type.split('.');
  const wanted = images?.[name];
  const same = object !== undefined && wanted !== undefined && workloadSpec(object.spec).image === wanted;
  return {
    group: group.join('.'),
    version: object?.apiVersion.split('/').at(-1) ?? '',
    kind: object?.kind ?? '',
    namespace,
    name,
    status: same ? 'Synced' : 'OutOfSync',
  };
}

const plain = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value));

const stateSchema = z.record(z.string(), z.json());
const stateOf = (object: Stored): JsonObject =>
  stateSchema.catch({}).parse(object.status?.['operationState']);
const isRunning = (object: Stored): boolean => stateOf(object)['phase'] === 'Running';

const historySchema = z.array(z.record(z.string(), z.json()));
export const historyOf = (object: Stored): JsonObject[] =>
  historySchema.catch([]).parse(object.status?.['history']);

/** The revision that was deployed last. */
export function liveRevision(object: Stored): string | undefined {
  const revision = historyOf(object).at(-1)?.['revision'];
  return typeof revision === 'string' ? revision : undefined;
}
