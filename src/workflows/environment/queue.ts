/** Who comes next: releases in flight, then urgent ones, then first come, first served. Pure. */
import type { LeaseNews, RequestLease } from '../../environment/messages.ts';
import type { Asking, EnvironmentState } from './state.ts';

const rank = ({ inFlight, urgent }: Asking): number => (inFlight ? 0 : urgent === undefined ? 2 : 1);

export const inOrder = (queue: readonly Asking[]): Asking[] =>
  [...queue].sort((a, b) => rank(a) - rank(b) || a.turn - b.turn);

/** Those that are within the holder and may not go in beside it yet. */
export const waitingBeside = ({ beside = [] }: Pick<EnvironmentState, 'beside'>): Asking[] =>
  beside.filter((one) => one.beside === 'waits');

/** All that wait. Whom the holder waits for comes first: nobody else comes before that. */
export const inLine = (state: Pick<EnvironmentState, 'beside' | 'queue'>): Asking[] => [
  ...waitingBeside(state),
  ...inOrder(state.queue),
];

/** A newer release makes no way back pointless, and nothing that is urgent. */
const isUsual = ({ purpose, urgent }: Asking): boolean => purpose === undefined && urgent === undefined;

/** Older releases of the same runbook that a newer one makes pointless while they wait. `usual`: no others among them. */
export const supersededBy = (
  queue: readonly Asking[],
  newer: RequestLease,
  which: 'usual' | 'all' = 'usual',
): Asking[] =>
  newer.queue === 'all'
    ? []
    : queue.filter(
        (one) =>
          one.queue === 'latest' &&
          !one.inFlight &&
          (which === 'all' || isUsual(one)) &&
          one.release.runbook === newer.release.runbook &&
          one.release.environment === newer.release.environment &&
          one.release.id !== newer.release.id,
      );

/** Only what is in flight, or may pass by an exemption, comes in where it is closed. */
export const mayPass = ({ inFlight, exempt, closed }: Asking): boolean =>
  closed === undefined || inFlight || (exempt !== undefined && closed.exempt.includes(exempt.by));

/** An exemption of the release that it is within is one for it, too. */
export const mayPassBeside = (asking: Asking, holder: Asking | undefined): boolean =>
  mayPass({ ...asking, exempt: asking.exempt ?? holder?.exempt });

/** How a request stands, as its release is told. */
export function newsOf(state: EnvironmentState, asking: Asking): LeaseNews {
  const { name, holder } = state;
  if (holder === asking || asking.beside === 'in') return { environment: name, state: 'granted' };
  const { supersededBy: by } = asking;
  if (by !== undefined) return { environment: name, state: 'superseded', by };
  return {
    environment: name,
    state: 'queued',
    position: inLine(state).indexOf(asking) + 1,
    // It does not wait for the holder, which waits for it.
    ...(holder === undefined || asking.beside !== undefined ? {} : { holder: holder.release.id }),
    ...(asking.closed === undefined ? {} : { closed: asking.closed }),
  };
}
