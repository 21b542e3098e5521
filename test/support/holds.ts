/** Holds a release at an exact point: an activity of one node, once its effect is there and before its reply. */
import { Context } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { z } from 'zod';
import { keyOf } from '../../src/workflows/key.ts';

/** Of a step with an effect: behind the effect; of one that only looks: in its wait. */
export interface HoldPoint {
  readonly node: string;
  readonly phase: 'act' | 'settle';
}

interface Hold extends HoldPoint {
  reached(): void;
}

const callSchema = z.looseObject({ key: z.string() });

export class Holds {
  readonly #holds = new Map<string, Hold>();

  /** Resolves when the release has come there; it stays there until it is cancelled. */
  at(workflowId: string, point: HoldPoint): Promise<void> {
    return new Promise((reached) => void this.#holds.set(workflowId, { ...point, reached }));
  }

  readonly interceptor: ActivityInterceptorsFactory = () => ({
    inbound: {
      execute: async (input, next) => {
        const hold = this.#holdOf(input.args[0]);
        if (hold === undefined) return next(input);
        this.#holds.delete(Context.current().info.workflowExecution?.workflowId ?? '');
        if (hold.phase === 'act') await next(input);
        hold.reached();
        for (;;) {
          Context.current().heartbeat();
          await Context.current().sleep(200);
        }
      },
    },
  });

  #holdOf(call: unknown): Hold | undefined {
    const { workflowExecution, activityType } = Context.current().info;
    const hold = this.#holds.get(workflowExecution?.workflowId ?? '');
    const parsed = callSchema.safeParse(call);
    if (hold === undefined || !parsed.success || !activityType.endsWith(`.${hold.phase}`)) return undefined;
    return parsed.data.key === keyOf(workflowExecution?.runId ?? '', hold.node, 1) ? hold : undefined;
  }
}
