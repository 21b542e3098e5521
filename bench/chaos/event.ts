/** What the harness sees of a release from outside: activities that begin and end, requests on their way to the world. */
import { z } from 'zod';

/** As the hook in the worker describes it. */
export const activitySchema = z.object({
  /** Of the worker. */
  pid: z.number(),
  phase: z.string(),
  /** The idempotency key of the node's round; null of what works for no step (`plan`, `watch`). */
  key: z.string().nullable(),
  release: z.string().nullable(),
  /** Of a watch. */
  node: z.string().nullable(),
  attempt: z.number(),
});

export const activityEventSchema = activitySchema.extend({
  moment: z.enum(['begin', 'end', 'failed']),
  why: z.string().optional(),
});

type Activity = z.output<typeof activitySchema>;

export type ActivityEvent = z.output<typeof activityEventSchema> & {
  readonly type: 'activity';
  readonly at: number;
};

export interface RequestEvent {
  readonly type: 'request';
  readonly at: number;
  /** Undefined where the request comes from no activity. */
  readonly by: Activity | undefined;
  readonly method: string;
  readonly path: string;
  readonly does: 'change' | 'read' | 'watch';
  /** `before`: the world knows nothing of it. `after`: the world has answered, the worker knows nothing of it. */
  readonly side: 'before' | 'after';
  readonly status?: number;
}

export type ChaosEvent = ActivityEvent | RequestEvent;

/**
 * What becomes of whoever waits at an event. `sever` cuts a request's connection; `expire` answers a watch with 410;
 * `break` lets a watch through and cuts it at once.
 */
export type Verdict = 'go' | 'sever' | 'expire' | 'break';
