/** Drift of one entry: where it can be seen is looked at; what can't be seen is unknown, with the reason. */
import type { Clients } from '../../../activities/clients.ts';
import type { Drift } from '../../../environment/board.ts';
import type { Deployment } from '../../../environment/deployment.ts';
import { applicationDrift } from './application.ts';
import { unknown } from './states.ts';
import { tagDrift } from './tag.ts';
import { workloadDrift } from './workload.ts';
import { reasonOf } from '../../../runbook/reason-of.ts';

export interface DriftContext {
  readonly clients: Clients;
  readonly signal: AbortSignal;
  scrub(text: string): string;
}

/** Milliseconds that one look may take: the board waits for the slowest. */
const limit = 10_000;

export async function driftOf(entry: Deployment, { clients, signal, scrub }: DriftContext): Promise<Drift> {
  const { seenAt } = entry;
  if (seenAt === undefined) return unknown('the record doesn’t say where it can be seen');
  const late = AbortSignal.timeout(limit);
  const either = AbortSignal.any([signal, late]);
  try {
    switch (seenAt.type) {
      case 'argocd':
        return await applicationDrift(entry, seenAt, clients, either);
      case 'workload':
        return await workloadDrift(entry, seenAt, clients, either);
      case 'tag':
        return await tagDrift(entry, seenAt, clients, either);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) return unknown(`there was no answer within ${limit / 1000} s`);
    return unknown(scrub(reasonOf(error)).replace(/\.$/, ''));
  }
}
