/** Hosts in batches, one batch after the other, until all work or one does not. */
import type { Host } from './input.ts';
import { putHostBack } from './put-back.ts';
import { serviceOn } from './round.ts';
import type { HostsContext, Round } from './round.ts';
import { lookOnce } from './signs.ts';

export interface Bad {
  readonly host: Host;
  readonly why: string;
}

/** Ends with the first batch in which something is bad; what is bad is named, what is good stays. */
export async function rollOver(
  hosts: readonly Host[],
  size: number,
  each: (host: Host) => Promise<string | undefined>,
): Promise<readonly Bad[]> {
  for (let at = 0; at < hosts.length; at += size) {
    const batch = hosts.slice(at, at + size);
    const tried = await Promise.allSettled(batch.map(each));
    const bad = batch.flatMap((host, index): Bad[] => {
      const one = tried[index];
      if (one?.status === 'rejected') throw one.reason;
      return one?.value === undefined ? [] : [{ host, why: one.value }];
    });
    if (bad.length > 0) return bad;
  }
  return [];
}

export const sizeOf = ({ batch, maxUnavailable }: Round): number => Math.min(batch, maxUnavailable);

/** Those that do not work already come first: as long as one is down, none that works is touched. */
export async function inOrder(
  ctx: HostsContext,
  round: Round,
  hosts: readonly Host[],
): Promise<readonly Host[]> {
  const works = await Promise.all(
    hosts.map(
      async (host) =>
        (await lookOnce(ctx, { host, service: serviceOn(round, host), signs: round.signs })).works,
    ),
  );
  return [
    ...hosts.filter((_, index) => works[index] === false),
    ...hosts.filter((_, index) => works[index] === true),
  ];
}

/** Puts bad ones back, and tells what became of each. */
export async function putBadBack(ctx: HostsContext, round: Round, bad: readonly Bad[]): Promise<string> {
  const told = await Promise.all(
    bad.map(async ({ host, why }) => {
      const after = await putHostBack(ctx, round, host, `${ctx.key}-back`.slice(-64));
      const end =
        after === undefined
          ? 'it was put back, and works again'
          : `put back, it does not work either: ${after}`;
      return `${host.name} did not come back: ${why}; ${end}`;
    }),
  );
  return told.join('. ');
}
