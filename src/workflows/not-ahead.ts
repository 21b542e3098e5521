/**
 * Keeps a query from having a workflow run ahead of its tasks. Where a worker has to read a history anew to answer a query, Temporal's
 * core (SDK 1.24) runs all of it, the events too that have not been handed out as a task yet, or whose task is on its way to the worker,
 * and keeps the workflow so. An update that comes with that task is then lost, or written behind what it would have come before; such
 * a history can never be replayed, and the workflow stands still for good. Refused instead, the query costs the cached workflow, and is
 * asked again: see `worker/temporal-client.ts`.
 */
import type { ActivateInput, WorkflowInterceptors } from '@temporalio/workflow';
import { askAgain } from './messages.ts';

type Activation = ActivateInput['activation'];

/** A query that comes as a task of its own; what comes with a workflow task has another id. */
const ofItsOwn = 'legacy_query';

/** What of an activation tells which task it belongs to: when that was started, and how much history it has seen. */
interface Seen {
  readonly task: string;
  readonly historyLength: number;
}

const seenIn = ({ timestamp, historyLength }: Activation): Seen => ({
  task: `${String(timestamp?.seconds)}.${String(timestamp?.nanos)}`,
  historyLength: historyLength ?? 0,
});

class Reading {
  #last: Seen | undefined;
  /** Tasks that were new when they were run; undefined: it began here, and no history was read. */
  #fresh: Set<string> | undefined = new Set();
  #asked = false;

  /**
   * New history, and no task that was started with it. Within a task more may be activated, but by nothing new in the history; and while
   * a local activity goes on, history comes that concerns the workflow in nothing.
   */
  runs(activation: Activation): void {
    const now = seenIn(activation);
    const isFresh = activation.isReplaying !== true;
    if (this.#last === undefined && isFresh) this.#fresh = undefined;
    const isAhead = now.task === this.#last?.task && now.historyLength > this.#last.historyLength;
    const isOwn = activation.jobs?.every(({ resolveActivity }) => resolveActivity?.isLocal === true) === true;
    if (isFresh && isAhead && !isOwn) throw new Error(askAgain);
    if (isFresh) this.#fresh?.add(now.task);
    this.#last = now;
  }

  /** Read for this query, it may have run the task that is on its way. Where it was a task that read it, it is read once more in vain. */
  answers(queries: readonly (string | null | undefined)[]): void {
    const mayBeAhead = !this.#asked && this.#fresh?.size === 1;
    if (mayBeAhead && queries.includes(ofItsOwn)) throw new Error(askAgain);
    this.#asked = true;
  }
}

export const interceptors = (): WorkflowInterceptors => {
  const reading = new Reading();
  return {
    internals: [
      {
        activate(input, next) {
          const { activation } = input;
          const queries = (activation.jobs ?? []).flatMap(({ queryWorkflow }) =>
            queryWorkflow == null ? [] : [queryWorkflow.queryId],
          );
          if (queries.length > 0) reading.answers(queries);
          else reading.runs(activation);
          next(input);
        },
      },
    ],
  };
};
