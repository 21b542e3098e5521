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
  const [canaryTotal, canaryErrors, baselineTotal, baselineErrors] = opened.open;
  const filled: State = {
    ...opened,
    open: [
      canaryTotal + counts.canaryTotal,
      canaryErrors + counts.canaryErrors,
      baselineTotal + counts.baselineTotal,
      baselineErrors + counts.baselineErrors,
    ],
  };
  // A block that ends with this tick counts at once.
  const next = numberOf(to, seconds);
  return next === block ? filled : close(filled, next);
}

/** What it has gathered; nothing while one arm had no request: there is nothing to compare, and the block stays open. */
export function gathered({ open }: OpenBlock): Counts | undefined {
  const [canaryTotal, canaryErrors, baselineTotal, baselineErrors] = open;
  if (canaryTotal === 0 || baselineTotal === 0) return undefined;
  return { canaryTotal, canaryErrors, baselineTotal, baselineErrors };
}

const numberOf = (at: number, seconds: number): number => Math.floor(at / seconds + 1e-9);
