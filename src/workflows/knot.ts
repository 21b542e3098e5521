/** Releases that wait for each other for ever: seen when one waits that has something, or is within one that has. */
import {
  CancellationScope,
  condition,
  isCancellation,
  log,
  patched,
  workflowInfo,
} from '@temporalio/workflow';
import { findKnot } from './activity-options.ts';
import type { Run } from './run.ts';
import type { LeaseRecord } from './state.ts';

export const isChild = (): boolean => workflowInfo().parent !== undefined;

/** Who has nothing keeps nobody waiting. Releases that began before looked at nothing. */
export const mayKnot = ({ state: { leases = {} } }: Run): boolean =>
  (isChild() || Object.values(leases).some(({ news }) => news?.state === 'granted')) && patched('sees-knots');

/** Who has the environment that is waited for; undefined: nobody, or it waits no more. */
export const holderOf = ({ news }: LeaseRecord): string | undefined =>
  news?.state === 'queued' ? news.holder : undefined;

/**
 * Looks whenever another release has the environment: whoever closes the circle sees it. One sentence; undefined: it waits no more.
 */
export async function knotBefore(
  run: Run,
  environment: string,
  record: LeaseRecord,
  over: () => boolean,
): Promise<string | undefined> {
  const { release, start } = run.state;
  const own = [release.id, ...(isChild() ? (start.under ?? []) : [])];
  while (!over()) {
    const holder = holderOf(record);
    const knot =
      holder === undefined ? null : await lookUntil(over, () => findKnot({ own, environment, holder }));
    if (knot !== null && !over() && holder === holderOf(record)) return knot;
    await condition(() => over() || holderOf(record) !== holder);
  }
  return undefined;
}

/** A look that takes long, or fails, holds up nobody. */
async function lookUntil(over: () => boolean, look: () => Promise<string | null>): Promise<string | null> {
  const scope = new CancellationScope();
  const looking = scope.run(look).catch((error: unknown) => {
    if (!isCancellation(error)) log.warn('It can’t be seen who waits for whom', { error });
    return null;
  });
  await Promise.race([looking, condition(over)]);
  scope.cancel();
  return looking;
}
