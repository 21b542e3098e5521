/** Notes, at each heartbeat of a soak, which ticks have been judged since the last one, and how late. */
import { Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { z } from 'zod';

const beatSchema = z.object({
  compared: z.object({ errors: z.object({ until: z.number(), voids: z.number() }) }),
});

export class Ticks {
  /** Seconds from when a tick could be read until it was judged. */
  lateness: number[] = [];
  /** Soaks that have begun. */
  readonly begun = new Set<string>();
  /** Those that have judged a tick. */
  readonly judging = new Set<string>();
  /** Attempts that follow one that was lost: a heartbeat that came too late. */
  lost = 0;
  /** Soaks whose last reading gave nothing. */
  readonly dark = new Set<string>();

  /** Begins to count anew. */
  forget(): void {
    this.lateness = [];
    this.lost = 0;
  }

  interceptor = (interval: number, lag: number): ActivityInboundCallsInterceptor => ({
    execute: async (input, next) => {
      const context = Context.current();
      const { attempt, activityType, activityId, workflowExecution } = context.info;
      if (activityType !== 'watch') return next(input);
      if (attempt > 1) this.lost += 1;
      const id = `${workflowExecution?.workflowId ?? ''} ${activityId}`;
      this.begun.add(id);
      const beat = context.heartbeat.bind(context);
      let judged: number | undefined;
      const heartbeat = (details?: unknown): void => {
        beat(details);
        const known = beatSchema.safeParse(details).data?.compared.errors;
        if (known === undefined) return;
        if (known.voids > 0) this.dark.add(id);
        else this.dark.delete(id);
        judged ??= known.until;
        if (known.until <= judged) return;
        const now = Date.now() / 1000;
        for (let tick = judged + interval; tick <= known.until + 1e-3; tick += interval)
          this.lateness.push(now - tick - lag);
        judged = known.until;
        this.judging.add(id);
      };
      Object.defineProperty(context, 'heartbeat', { value: heartbeat });
      return next(input);
    },
  });
}
