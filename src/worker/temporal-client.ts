/** A client of Temporal as all of ours are: a query that could not be answered just then is asked again. */
import { setTimeout as wait } from 'node:timers/promises';
import { Client, QueryNotRegisteredError } from '@temporalio/client';
import type { ClientOptions, WorkflowClientInterceptor } from '@temporalio/client';
import { askAgain } from '../workflows/messages.ts';

const again = { times: 20, afterMs: 250 } as const;

const asksAgain: WorkflowClientInterceptor = {
  async query(input, next) {
    for (let time = 1; ; time += 1) {
      try {
        return await next(input);
      } catch (error) {
        // So Temporal's client calls every query that fails.
        const isAhead = error instanceof QueryNotRegisteredError && error.message.includes(askAgain);
        if (!isAhead || time === again.times) throw error;
        await wait(again.afterMs);
      }
    }
  },
};

export const temporalClient = (options: Pick<ClientOptions, 'connection' | 'namespace'>): Client =>
  new Client({ ...options, interceptors: { workflow: [asksAgain] } });
