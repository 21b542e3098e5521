/** Whether an environment is free when its releases have ended: it hears of that by itself, and soon. */
import { setTimeout as wait } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { environmentId, environmentQuery } from '../../src/environment/messages.ts';
import type { EnvironmentView } from '../../src/environment/view.ts';

const patienceMs = 20_000;

/** Undefined: nobody ever asked for it. */
export async function lookAt(client: Client, environment: string): Promise<EnvironmentView | undefined> {
  for (const until = Date.now() + patienceMs; ; await wait(100)) {
    try {
      return await client.connection.withDeadline(Date.now() + 3000, () =>
        client.workflow.getHandle(environmentId(environment)).query<EnvironmentView>(environmentQuery),
      );
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      if (Date.now() > until) throw error;
    }
  }
}

export async function leasesHeld(client: Client, environment: string): Promise<string[]> {
  for (const until = Date.now() + patienceMs; ; await wait(100)) {
    const { holder, queue } = (await lookAt(client, environment)) ?? { queue: [] };
    const held = [
      ...(holder === undefined ? [] : [`${holder.release.id} still has ${environment}`]),
      ...queue.map(({ release }) => `${release.id} still waits for ${environment}`),
    ];
    if (held.length === 0 || Date.now() > until) return held;
  }
}
