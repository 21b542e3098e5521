/** What an Application's status says of an operation that is over. */
import { historyOf, stateOf } from './application.ts';
import type { Operation } from './application.ts';
import { stamp } from './cluster.ts';
import type { JsonObject, Stored } from './state.ts';

/** The end of an operation whose revision git has not. */
export function failed(object: Stored, asked: string, now: number): JsonObject {
  const message = `ComparisonError: Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = failed to initialize repository resources: Failed to checkout revision ${asked}: fatal: remote error: upload-pack: not our ref ${asked}`;
  return {
    operationState: { ...stateOf(object), phase: 'Error', message, finishedAt: stamp(now) },
  };
}

/** An operation that has applied `resources`: it stands in the history before it is over. */
export function applied(
  object: Stored,
  revision: string,
  operation: Operation,
  resources: JsonObject[],
  now: number,
): JsonObject {
  const history = historyOf(object);
  const source = object.spec?.['source'] ?? {};
  const at = stamp(now);
  const initiatedBy = operation.initiatedBy ?? {};
  const id = Number(history.at(-1)?.['id'] ?? -1) + 1;
  const entry: JsonObject = { id, revision, source, deployedAt: at, deployStartedAt: at, initiatedBy };
  return {
    operationState: { ...stateOf(object), syncResult: { revision, source, resources } },
    // A sync of chosen resources is no deployment of the whole and leaves the history alone; ten entries are kept.
    ...(operation.sync.resources === undefined ? { history: [...history, entry].slice(-10) } : {}),
  };
}

/** The end of an operation that has been applied. */
export const succeeded = (object: Stored, now: number): JsonObject => ({
  operationState: {
    ...stateOf(object),
    phase: 'Succeeded',
    message: 'successfully synced (all tasks run)',
    finishedAt: stamp(now),
  },
});
