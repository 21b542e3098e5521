/** Argo CD's application controller: refresh, sync operations, health that lags behind. */
import { plainJson } from '../../runbook/json.ts';
import type { Journal } from '../journal.ts';
import { isRunning, liveRevision, openApplication, operationSchema, stateOf } from './application.ts';
import { apply } from './apply.ts';
import type { ApplicationHooks } from './apply.ts';
import type { Clock } from './clock.ts';
import type { Transaction } from './cluster.ts';
import { stamp } from './cluster.ts';
import { comparison, condition } from './comparison.ts';
import { revisionOf } from './manifests.ts';
import { applied, failed, succeeded } from './operation-end.ts';
import { splitKey } from './resources.ts';
import type { JsonObject, Stored } from './state.ts';
import type { Written } from './written.ts';

export function openApplications(clock: Clock, journal: Journal, hooks: ApplicationHooks) {
  /** Compares with git, and begins an automated sync if one is due. */
  function refresh(tx: Transaction, key: string): void {
    const opened = openApplication(tx, key);
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
    const opened = openApplication(tx, key);
    if (opened?.object.operation === undefined || isRunning(opened.object)) return;
    const { object, memory } = opened;
    const wanted = operationSchema.parse(object.operation);
    const own = wanted.info?.map(({ value }) => value).join();
    const first = own !== undefined && !memory.dropped.includes(own);
    // At its worst, another operation is always quicker the first time, and ours is dropped without a word.
    const drops = tx.state.behaviour === 'worst' && first;
    if (drops) memory.dropped.push(own);
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
      operation: plainJson(operation),
      phase: 'Running',
      startedAt: stamp(clock.now()),
    };
    tx.put(key, { ...object, status: { ...object.status, operationState } });
    tx.schedule('application.finish', key, clock.awkward(250, tx.state.behaviour));
  }

  /** Applies what git has. The history says so while the operation still runs. */
  function finish(tx: Transaction, key: string): void {
    const opened = openApplication(tx, key);
    if (opened === undefined) return;
    const { object, memory, source } = opened;
    const running = operationSchema.parse(stateOf(object)['operation']);
    const asked = running.sync.revision ?? source.targetRevision;
    const revision = revisionOf(memory, asked);
    if (revision === undefined) return close(tx, key, object, failed(object, asked, clock.now()));
    const resources = apply(tx, hooks, memory, revision, running);
    const status = { ...object.status, ...applied(object, revision, running, resources, clock.now()) };
    tx.put(key, { ...object, status });
    tx.schedule('application.succeed', key, clock.after(40));
  }

  function succeed(tx: Transaction, key: string): void {
    const opened = openApplication(tx, key);
    if (opened !== undefined) close(tx, key, opened.object, succeeded(opened.object, clock.now()));
  }

  function close(tx: Transaction, key: string, { operation: _, ...rest }: Stored, end: JsonObject): void {
    tx.put(key, { ...rest, status: { ...rest.status, ...end } });
    tx.schedule('application.refresh', key, clock.awkward(400, tx.state.behaviour));
  }

  return {
    written: ((tx, key, before, after, requestKey) => {
      if (
        after.operation !== undefined &&
        JSON.stringify(before?.operation) !== JSON.stringify(after.operation)
      ) {
        const memory = tx.state.applications[key];
        if (memory !== undefined && !isRunning(after)) memory.requestKey = requestKey;
        tx.schedule('application.operate', key, clock.after(15));
      }
      tx.schedule('application.refresh', key, clock.after(1000));
    }) satisfies Written,
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
    succeed,
    health(tx: Transaction, key: string): void {
      const opened = openApplication(tx, key);
      if (opened === undefined) return;
      const { object, memory } = opened;
      tx.put(key, { ...object, status: { ...object.status, ...condition(tx, memory, object) } });
    },
  };
}
