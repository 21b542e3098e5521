/** What controllers did, as a sequence of states without times: the same recorder for a real cluster and the practised one. */
import { z } from 'zod';
import type { ClusterObject, KubernetesClient, ObjectRef } from '../../src/activities/kubernetes/client.ts';
import { readApplication } from '../../src/activities/argocd/application.ts';
import { readRollout } from '../../src/activities/rollouts/rollout.ts';

export const transcriptSchema = z.strictObject({
  rollout: z.array(
    z.strictObject({
      image: z.string(),
      /** False: the controller hasn't seen the spec yet, and the rest speaks of the one before. */
      seen: z.boolean(),
      phase: z.string(),
      step: z.number(),
      inFlight: z.boolean(),
      pause: z.string().optional(),
      order: z.enum(['abort', 'promote-full']).optional(),
      /** The first word of a Degraded Rollout's message. */
      why: z.string().optional(),
    }),
  ),
  application: z.array(
    z.strictObject({
      /** The revision deployed last, by its name in the scenario. */
      revision: z.string(),
      operation: z.string(),
      pending: z.boolean(),
    }),
  ),
});
export type Transcript = z.output<typeof transcriptSchema>;

export interface Recording {
  /** Resolves when the first state of both objects is down. */
  readonly begun: Promise<void>;
  /** Ends when both objects have stood still for a moment. */
  finish(): Promise<Transcript>;
}

const quietMs = 1500;

export function record(
  client: KubernetesClient,
  refs: { readonly rollout: ObjectRef; readonly application: ObjectRef },
  nameOfRevision: (revision: string) => string,
): Recording {
  const end = new AbortController();
  const rollout: Transcript['rollout'] = [];
  const application: Transcript['application'] = [];
  let last = Date.now();
  let begin = () => {};
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const follow = async <T>(ref: ObjectRef, states: T[], read: (object: ClusterObject) => T) => {
    for await (const { object } of client.watch(ref, end.signal)) {
      const state = read(object);
      if (JSON.stringify(states.at(-1)) === JSON.stringify(state)) continue;
      states.push(state);
      last = Date.now();
      if (rollout.length > 0 && application.length > 0) begin();
    }
  };
  const following = Promise.all([
    follow(refs.rollout, rollout, rolloutState),
    follow(refs.application, application, (object) => applicationState(object, nameOfRevision)),
  ]);
  return {
    begun,
    async finish() {
      while (Date.now() - last < quietMs) await new Promise((resolve) => setTimeout(resolve, 100));
      end.abort();
      await following;
      return { rollout, application };
    },
  };
}

function rolloutState(object: ClusterObject): Transcript['rollout'][number] {
  const now = readRollout(object);
  const order = now.aborted ? 'abort' : now.promoteFull ? 'promote-full' : undefined;
  return {
    image: now.image,
    seen: now.current,
    phase: now.phase,
    step: now.step,
    inFlight: now.inFlight,
    ...(now.phase === 'Paused' && { pause: now.pauseReason ?? 'none' }),
    ...(order && { order }),
    ...(now.phase === 'Degraded' && { why: now.message.split(':')[0] ?? '' }),
  };
}

function applicationState(
  object: ClusterObject,
  nameOfRevision: (revision: string) => string,
): Transcript['application'][number] {
  const now = readApplication(object);
  return {
    revision: now.revision === '' ? 'none' : nameOfRevision(now.revision),
    operation: now.operation?.phase ?? 'none',
    pending: now.pending !== undefined,
  };
}
