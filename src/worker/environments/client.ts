/** The record of environments, over Temporal: an environment is a workflow, made when it is first written to. */
import {
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { ApplicationFailure, Workflow } from '@temporalio/common';
import { WorkflowIdConflictPolicy } from '@temporalio/common';
import { fatal, retryLater } from '../../activities/errors.ts';
import type { EnvironmentsClient } from '../../environment/client.ts';
import { newestEntries } from '../../environment/ledger-pages.ts';
import {
  environmentId,
  environmentQuery,
  environmentWorkflow,
  everywhere,
  ledgerQuery,
  rulesMemo,
} from '../../environment/messages.ts';
import type { EnvironmentUpdate, StartEnvironment } from '../../environment/messages.ts';
import type { EnvironmentRules, EnvironmentView, LedgerEntry } from '../../environment/view.ts';
import { workflowTaskTimeout } from '../../workflows/start-options.ts';
import { orAborted } from '../or-aborted.ts';
import { turns } from '../turns.ts';
import type { InTurn } from '../turns.ts';

export interface EnvironmentStore extends EnvironmentsClient {
  /** Any of its updates; makes the environment if it is new. */
  update<Reply>(
    name: string,
    update: EnvironmentUpdate,
    payload: object,
    signal?: AbortSignal,
  ): Promise<Reply>;
}

interface Said {
  readonly says: string;
}

const never = new AbortController().signal;

/**
 * So many at once say something to one environment; a worker has two clients of this kind. Temporal takes ten updates of a workflow at
 * a time: with the error for one more it forgets the task in which a worker has the others.
 */
const atOnce = 4;

export function createEnvironments(client: Client, taskQueue: string): EnvironmentStore {
  const inTurn = new Map<string, InTurn>();
  const turnsOf = (name: string): InTurn => {
    const found = inTurn.get(name) ?? turns(atOnce);
    inTurn.set(name, found);
    return found;
  };
  const read = (name: string, signal?: AbortSignal): Promise<EnvironmentView | undefined> =>
    ifThere(client, signal, () =>
      handleOf(client, environmentId(name)).query<EnvironmentView>(environmentQuery),
    );

  async function update<Reply>(
    name: string,
    update: EnvironmentUpdate,
    payload: object,
    signal?: AbortSignal,
  ): Promise<Reply> {
    return turnsOf(name)(signal ?? never, () =>
      within(client, signal, () =>
        client.workflow.executeUpdateWithStart<Workflow, Reply, [object]>(update, {
          args: [payload],
          startWorkflowOperation: startOf(name, taskQueue),
        }),
      ),
    );
  }

  return {
    async rulesOfAll(signal) {
      const found = await ifThere(client, signal, () =>
        handleOf(client, environmentId(everywhere)).describe(),
      );
      return found?.memo?.[rulesMemo] as EnvironmentRules | undefined;
    },
    read,
    update,
    record: (name, entry, signal) => update<LedgerEntry>(name, 'record', entry, signal),
    unrecord: async (name, order, signal) => (await update<Said>(name, 'unrecord', order, signal)).says,
    hold: async (name, order, signal) => (await update<Said>(name, 'hold', order, signal)).says,
    unhold: async (name, order, signal) => (await update<Said>(name, 'unhold', order, signal)).says,
    async ledger(name, { service, limit = 100 } = {}, signal) {
      const wanted = { limit, ...(service === undefined ? {} : { service }) };
      return newestEntries(name, {
        limit,
        entriesOf: async (id) =>
          (await ifThere(client, signal, () =>
            handleOf(client, id).query<LedgerEntry[], [object]>(ledgerQuery, wanted),
          )) ?? [],
        pages: async () => (await read(name, signal))?.pages ?? 0,
      });
    },
  };
}

/** Starts an environment with what is said to it first; one that lives is used. */
export const startOf = (name: string, taskQueue: string): WithStartWorkflowOperation<Workflow> => {
  const start: StartEnvironment = { name };
  return new WithStartWorkflowOperation<Workflow>(environmentWorkflow, {
    workflowId: environmentId(name),
    taskQueue,
    args: [start],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowTaskTimeout,
    staticSummary: `Environment ${name}`,
  });
};

/** For plans: they look, and change nothing. */
export const readOnlyEnvironments = ({
  read,
  rulesOfAll,
  ledger,
}: EnvironmentsClient): EnvironmentsClient => {
  const refuse = (): Promise<never> =>
    Promise.reject(refused('A plan can’t change an environment’s record: a step does, when it is so.'));
  return { read, rulesOfAll, ledger, record: refuse, unrecord: refuse, hold: refuse, unhold: refuse };
};

const refused = (message: string): ApplicationFailure => fatal('refused', message);

const handleOf = (client: Client, id: string) => client.workflow.getHandle(id);

/** Errors as steps know them: a refusal heals by no retry, a server that is away does. */
async function within<T>(
  client: Client,
  signal: AbortSignal | undefined,
  call: () => Promise<T>,
): Promise<T> {
  try {
    if (signal === undefined) return await call();
    // A worker's connection can't break a call off: a worker that ends would wait for an answer that it gives itself.
    return await orAborted(signal, () => client.withAbortSignal(signal, call));
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof WorkflowUpdateFailedError)
      throw refused(error.cause instanceof Error ? error.cause.message : error.message);
    if (isGrpcServiceError(error) || error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
      throw retryLater('unavailable', `Temporal can’t be asked about environments: ${error.message}`);
    throw error;
  }
}

async function ifThere<T>(
  client: Client,
  signal: AbortSignal | undefined,
  call: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await within(client, signal, call);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
