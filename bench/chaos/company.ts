/** Who is about while a release sails: nobody, or another release that has its environment. */
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Delivery } from './crew.ts';
import type { ChaosEvent } from './event.ts';
import { askAgain, leaveAgain } from './lease-again.ts';
import { lookAt } from './leases-held.ts';
import type { Named } from './made-names.ts';
import { startRival } from './rival.ts';
import type { Voyage } from './subject.ts';
import { nodeOfEvent } from './trace.ts';
import { outOfTurn, tooSoon } from './turns.ts';

export interface Company {
  readonly named: readonly Named[];
  /** Gives the environment to who waits for it. */
  handOver(waiting: WorkflowHandle): Promise<void>;
  /** When the release has ended; with what was not in order between the two. */
  over(ended: WorkflowHandle, named: Named, events: readonly ChaosEvent[], since: number): Promise<string[]>;
  /** Where the voyage came to nothing. */
  scatter(): Promise<void>;
}

const nobody: Company = {
  named: [],
  handOver: () => Promise.resolve(),
  over: () => Promise.resolve([]),
  scatter: () => Promise.resolve(),
};

export async function openCompany(client: Client, voyage: Voyage, delivery: Delivery): Promise<Company> {
  if (voyage.rival === undefined) return nobody;
  const { environment } = voyage;
  const rival = await startRival(client, environment, voyage.rival);
  const twice = async (work: () => Promise<unknown>): Promise<void> => {
    if (delivery === 'twice') await work();
  };
  return {
    named: [rival.named],
    async handOver(waiting) {
      await twice(() => Promise.all([waiting, rival.handle].map((one) => askAgain(client, one))));
      await rival.handOver(delivery);
      await twice(() => leaveAgain(client, environment, rival.handle.workflowId));
      await twice(() => askAgain(client, rival.handle));
    },
    async over(ended, named, events, since) {
      const problems = await rival.ended();
      await twice(() => Promise.all([ended, rival.handle].map((one) => askAgain(client, one))));
      await twice(() => leaveAgain(client, environment, ended.workflowId));
      const { audit = [] } = (await lookAt(client, environment)) ?? {};
      const nodeOf = nodeOfEvent(named.root, named.runId);
      const own = events.flatMap((event) =>
        event.type === 'activity' && event.key !== null && nodeOf(event) !== undefined ? [event] : [],
      );
      return [...problems, ...outOfTurn(audit, since), ...tooSoon(audit, ended.workflowId, own, since)];
    },
    scatter: async () => void (await rival.handle.terminate('stuck in a chaos run').catch(() => undefined)),
  };
}
