/**
 * A table: bettors who count in the same blocks through the same lane, each with its money on one alternative. A bettor's wealth
 * is a test supermartingale under the null hypothesis (Shafer and Vovk, "Game-theoretic foundations for probability and
 * finance", 2019), so a mixture of bettors is one too, and by Ville's inequality reaches 1/alpha with probability alpha at most,
 * however often one looks.
 */
import { z } from 'zod';
import type { Counts } from './hypotheses.ts';
import { laneSchema, worth } from './lane.ts';
import { emptyBlock, gather, gathered, openBlockShape } from './open-block.ts';
import type { Span } from './open-block.ts';

export const tableSchema = z.strictObject({
  lane: laneSchema,
  bettors: z
    .array(
      z.strictObject({
        /** Times the boundary. */
        times: z.number().positive(),
        /** Its part of the side's prior. */
        prior: z.number().positive(),
      }),
    )
    .min(1),
});
export type Table = z.output<typeof tableSchema>;

/** What a table remembers. */
export const purseSchema = z.strictObject({
  ...openBlockShape,
  /** Log wealth of what was bet from the start, by bettor. */
  head: z.array(z.number()),
  /** Log wealth of what joined later; null before anything did. */
  late: z.array(z.number()).nullable(),
  /** Half hours whose money has joined. */
  joined: z.number().int(),
});
export type Purse = z.output<typeof purseSchema>;

export const freshPurse = ({ bettors }: Table): Purse => ({
  ...emptyBlock(),
  head: bettors.map(() => 0),
  late: null,
  joined: 0,
});

/** Money kept for harm that sets in late: a fiftieth of what is left joins every half hour. */
export const headShare = 0.88;
const joins = 0.02;
const halfHour = 1800;

/**
 * Money of the start that has lost so many nats was wrong about the start. What it may win now is late harm, or a burst: it wins no
 * faster than late money.
 */
export const lost = 5;

export const bet = (table: Table, purse: Purse, span: Span, counts: Counts, boundary: number): Purse =>
  gather(purse, table.lane.seconds, span, counts, (before, next) => close(table, before, boundary, next));

/** Wealth of all bettors, with what has not joined yet. */
export function wealth({ bettors }: Table, { head, late, joined }: Purse): number {
  const waiting = kept(joined);
  let sum = 0;
  for (let index = 0; index < bettors.length; index += 1) {
    const joinedWealth = late === null ? 0 : exp(late[index] ?? 0);
    sum += (bettors[index]?.prior ?? 0) * (headShare * exp(head[index] ?? 0) + joinedWealth + waiting);
  }
  return sum;
}

/** Counts the block that is over, lets join what is due, and opens the next. One object is made: this is what a tick costs. */
function close({ lane, bettors }: Table, purse: Purse, boundary: number, block: number): Purse {
  const counts = gathered(purse);
  let { open, head, late, joined } = purse;
  if (counts !== undefined) {
    const logs = worth(
      lane,
      counts,
      boundary,
      bettors.map(({ times }) => times),
    );
    open = emptyBlock().open;
    head = head.map((value, k) => value + Math.min(logs[k] ?? 0, value < -lost ? lane.late : Infinity));
    late &&= late.map((value, k) => value + Math.min(logs[k] ?? 0, lane.late));
  }
  const due = Math.floor((block * lane.seconds) / halfHour);
  if (due > joined) {
    const joining = kept(joined) - kept(due);
    // Wealth that has dwindled to nothing stays far below what joins: the sum never loses it to rounding.
    late = head.map((_, k) => Math.log(exp(late?.[k] ?? -Infinity) + joining));
    joined = due;
  }
  return { block, open, head, late, joined };
}

/** Money that has not joined after so many half hours; powers are dear, and every purse asks at every tick. */
function kept(joined: number): number {
  const known = keptAfter[joined];
  return known ?? (keptAfter[joined] = (1 - headShare) * (1 - joins) ** joined);
}
const keptAfter: number[] = [];

/** Beyond e^300 nobody counts. */
const exp = (log: number): number => Math.exp(Math.min(log, 300));
