/** The clocks of the sources. What has happened by a worker's clock may still be to come by that of its source. */
import type { CheckContext } from '../check.ts';
import type { WatchedKind } from '../watched-kind.ts';

export interface Clocks {
  /** Until when (milliseconds since the epoch) the source of a check can know anything. */
  now(check: string, kind: Pick<WatchedKind, 'clock'>): Promise<number>;
  /** Milliseconds by which the slowest source is behind, as last seen. */
  behind(): number;
}

/** A clock that is wrong by more is not waited for: its soak ends without data. */
const mostBehind = 300_000;

export function clocksOf(ctx: CheckContext): Clocks {
  const behind = new Map<string, number>();
  return {
    async now(check, { clock }) {
      if (clock === undefined) return ctx.now();
      // Looked at before: what time the answer takes is none that the source is behind.
      const ours = ctx.now();
      const theirs = await clock(ctx);
      behind.set(check, Math.max(0, ours - theirs));
      // A source ahead of us would have times before the soak pass for times within it.
      return Math.min(ours, theirs);
    },
    behind: () => Math.min(mostBehind, Math.max(0, ...behind.values())),
  };
}
