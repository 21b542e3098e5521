/** What releases and environments have a worker do about leases. */
import type { Client } from '@temporalio/client';
import { Context } from '@temporalio/activity';
import { beatMs } from '../../activities/open-context.ts';
import type { CourseCall } from '../../activities/calls.ts';
import type {
  AdmitCall,
  FreezeScope,
  KnotCall,
  LeaseCall,
  WatchHolderCall,
} from '../../environment/calls.ts';
import { knotOf } from '../../environment/knot.ts';
import type { Closed, LeaseNews } from '../../environment/messages.ts';
import { closingsOf, together } from '../../environment/closed.ts';
import type { EnvironmentStore } from './client.ts';
import { tellAll } from './tell.ts';
import { whoWaits } from './who-waits.ts';
import { stillAgainst } from './still-against.ts';
import { untilEnded } from './until-ended.ts';

/** Beats while the work goes on: a worker that died in it is noticed by that. */
async function beating<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const context = Context.current();
  const { isLocal, heartbeatTimeoutMs } = context.info;
  // As older environments asked: those beat never.
  if (isLocal || heartbeatTimeoutMs === undefined) return work(context.cancellationSignal);
  const timer = setInterval(() => context.heartbeat(), beatMs(heartbeatTimeoutMs));
  try {
    return await work(context.cancellationSignal);
  } finally {
    clearInterval(timer);
  }
}

/** Whether a calendar of the configuration has an environment closed at a time; milliseconds since the epoch. */
export type CalendarOf = (
  environment: string,
  services: readonly string[],
  at: number,
  scope?: FreezeScope,
) => Closed | undefined;

export const environmentActivities = (
  client: Client,
  store: EnvironmentStore,
  closedByCalendar: CalendarOf = () => undefined,
) => ({
  requestLease: ({ environment, request }: LeaseCall): Promise<LeaseNews> =>
    beating((signal) => store.update(environment, 'request', request, signal)),

  courseHolds: ({ release, course }: CourseCall): Promise<readonly string[]> =>
    beating((signal) => stillAgainst(release, course, { environments: store, signal })),

  admit: ({ environment, asking }: AdmitCall): Promise<readonly (Closed | null)[]> =>
    beating(async (signal) => {
      const all = await store.rulesOfAll(signal);
      const now = Date.now();
      return asking.map((one) => {
        const { scope = 'all', services } = one;
        const byCalendar = closedByCalendar(environment, services, now, scope);
        const everywhere = all === undefined ? [] : closingsOf(all, one, now, { scope });
        return together([...everywhere, ...(byCalendar === undefined ? [] : [byCalendar])]) ?? null;
      });
    }),

  /** Why a release would wait for an environment for ever; null: it would not. */
  findKnot: (call: KnotCall): Promise<string | null> =>
    beating((signal) => knotOf(call, whoWaits(client, store, signal))),

  tellEnvironments: (): Promise<void> => beating(() => tellAll(client)),

  watchHolder: ({ release, runId }: WatchHolderCall): Promise<string> =>
    beating((signal) => untilEnded(client, release, runId, signal)),
});
