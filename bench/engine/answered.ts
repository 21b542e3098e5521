/** A query that is asked again where a busy machine gave no answer: Temporal refuses it at once after tasks that timed out. */
import { setTimeout as wait } from 'node:timers/promises';
import type { WorkflowHandle } from '@temporalio/client';

const patienceMs = 60_000;
const againMs = 100;

export async function answered<Answer>(handle: WorkflowHandle, query: string): Promise<Answer> {
  for (const until = Date.now() + patienceMs; ; await wait(againMs)) {
    try {
      return await handle.query<Answer>(query);
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}
