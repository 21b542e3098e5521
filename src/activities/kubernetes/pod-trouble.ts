/** What is wrong with a pod, in the kubelet's own words. Pure. */
import { z } from 'zod';
import type { ClusterObject } from './client.ts';

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const terminatedSchema = z.object({
  reason: z.string().optional(),
  exitCode: z.number().optional(),
  finishedAt: time.nullish(),
});
const containerSchema = z.object({
  name: z.string(),
  restartCount: z.number().default(0),
  state: z.object({ waiting: z.object({ reason: z.string().optional() }).optional() }).default({}),
  lastState: z.object({ terminated: terminatedSchema.optional() }).default({}),
});
const containers = z.array(containerSchema).default([]);

const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string().optional(),
    creationTimestamp: z.union([time, z.date().transform(Number)]).optional(),
    deletionTimestamp: z.unknown().optional(),
  }),
  status: z
    .object({
      phase: z.string().optional(),
      reason: z.string().optional(),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), lastTransitionTime: time.nullish() }))
        .default([]),
      initContainerStatuses: containers,
      containerStatuses: containers,
    })
    .default({ conditions: [], initContainerStatuses: [], containerStatuses: [] }),
});
type Pod = z.output<typeof podSchema>;
type Container = z.output<typeof containerSchema>;

/** What a waiting container waits for that does not come by itself. */
const stuck =
  /^(CrashLoopBackOff|ImagePullBackOff|ErrImagePull|InvalidImageName|CreateContainer\w*Error|RunContainerError)$/;

export interface PodLook {
  readonly ready: boolean;
  /** Its id is another after each restart: what is explained is not explained for good. */
  readonly trouble?: { readonly id: string; readonly title: string };
}

/** Milliseconds since the epoch. */
export interface When {
  readonly since: number;
  readonly now: number;
  readonly readyWithinMs: number;
}

export function troubleOf(object: ClusterObject, when: When): PodLook {
  const parsed = podSchema.safeParse(object);
  if (!parsed.success) return { ready: false };
  const pod = parsed.data;
  // One that is being removed, or has done its work, is nobody's concern.
  if (pod.metadata.deletionTimestamp != null || pod.status.phase === 'Succeeded') return { ready: false };
  const ready = pod.status.conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  const all = [...pod.status.initContainerStatuses, ...pod.status.containerStatuses];
  const why =
    all.map((container) => containerTrouble(container, pod, when)).find((one) => one !== undefined) ??
    podTrouble(pod, ready, when);
  if (why === undefined) return { ready };
  const restarts = all.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const { name, uid = name } = pod.metadata;
  return { ready, trouble: { id: `pod:${uid}:${restarts}`, title: `pod ${name}: ${why}` } };
}

function containerTrouble(
  { name, state, lastState: { terminated }, restartCount }: Container,
  { metadata }: Pod,
  { since }: When,
): string | undefined {
  const ended =
    terminated === undefined
      ? undefined
      : [
          terminated.reason,
          terminated.exitCode === undefined ? undefined : `exit code ${terminated.exitCode}`,
        ]
          .filter(Boolean)
          .join(', ');
  const { reason } = state.waiting ?? {};
  if (reason !== undefined && stuck.test(reason))
    return `container ${name} waits in ${reason}${ended === undefined ? '' : `, last ended: ${ended}`}`;
  const young = (metadata.creationTimestamp ?? -Infinity) >= since;
  const restarted = restartCount > 0 && (young || (terminated?.finishedAt ?? -Infinity) >= since);
  return restarted ? `container ${name} was restarted${ended === undefined ? '' : ` (${ended})`}` : undefined;
}

function podTrouble(
  { metadata, status: { phase, reason, conditions } }: Pod,
  ready: boolean,
  { now, readyWithinMs }: When,
): string | undefined {
  if (phase === 'Failed') return `failed${reason === undefined ? '' : ` (${reason})`}`;
  if (ready) return undefined;
  const since =
    conditions.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? metadata.creationTimestamp ?? now;
  return now - since > readyWithinMs ? 'is not ready' : undefined;
}
