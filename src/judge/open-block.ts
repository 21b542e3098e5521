/** The block that is open: ticks gather in it, and count together once it is over. */
import { z } from 'zod';
import type { Counts } from './hypotheses.ts';

/** Number of the open block, and what it has gathered: requests and errors of the canary, then of the baseline. */
export const openBlockShape = {
  block: z.number().int(),
  open: z.tuple([z.number(), z.number(), z.number(), z.number()]),
};

export interface OpenBlock {
  block: number;
  open: [number, number, number, number];
}

export const emptyBlock = (): OpenBlock => ({ block: 0, open: [0, 0, 0, 0] });

/** A span of the soak, in seconds since its start. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Adds a tick to the block that it begins in; `close` is called for each block that is over, with the one that follows. */
export function gather<State extends OpenBlock>(
  state: State,
  seconds: number,
  { from, to }: Span,
  counts: Counts,
  close: (state: State, next: number) => State,
): State {
  const block = numberOf(from, seconds);
  const opened = block === state.block ? state : close(state, block);
  const { open } = opened;
  const filled: State = {
    ...opened,
    open: [
      open[0] + counts.canaryTotal,
      open[1] + counts.canaryErrors,
      open[2] + counts.baselineTotal,
      open[3] + counts.baselineErrors,
    ],
  };
  // A block that ends with this tick counts at once.
  const next = numberOf(to, seconds);
  return next === block ? filled : close(filled, next);
}

/** What it has gathered; nothing while one arm had no request: there is nothing to compare, and the block stays open. */
export function gathered({ open }: OpenBlock): Counts | undefined {
  if (open[0] === 0 || open[2] === 0) return undefined;
  return { canaryTotal: open[0], canaryErrors: open[1], baselineTotal: open[2], baselineErrors: open[3] };
}

const numberOf = (at: number, seconds: number): number => Math.floor(at / seconds + 1e-9);
