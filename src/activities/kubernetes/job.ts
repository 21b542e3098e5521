/** The Job of a step: its name, the object that is made, and what its status says. Pure. */
import { z } from 'zod';
import type { Json } from '../contract.ts';
import { asExpected, conditionsSchema } from './as-expected.ts';
import type { ClusterObject, CollectionRef, ObjectRef } from './client.ts';

/** On a Job and its pod: what it is called, and whose order it was. */
export const jobLabel = 'slipway/job';
export const keyLabel = 'slipway/key';

/** The same for every attempt of one order, and for no other: a second request for it is refused by the server. */
export const jobName = (name: string, key: string): string => `${name}-${key.toLowerCase().slice(-20)}`;

export const jobsIn = (namespace: string): CollectionRef => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  plural: 'jobs',
  namespace,
});

export const jobRef = (namespace: string, name: string): ObjectRef => ({ ...jobsIn(namespace), name });

const jobSchema = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  status: z
    .object({
      active: z.number().default(0),
      ready: z.number().default(0),
      succeeded: z.number().default(0),
      failed: z.number().default(0),
      conditions: conditionsSchema,
    })
    .prefault({}),
});

export interface JobView {
  readonly name: string;
  readonly uid: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Its pod runs, or has run. */
  readonly begun: boolean;
  readonly end: 'complete' | 'failed' | undefined;
  readonly says: string;
}

export function readJob(object: ClusterObject): JobView {
  const { metadata, status } = asExpected(jobSchema, 'Job', object);
  const ended = status.conditions.find(
    ({ type, status: is }) => (type === 'Complete' || type === 'Failed') && is === 'True',
  );
  return {
    ...metadata,
    begun: status.ready + status.succeeded + status.failed > 0,
    end: ended === undefined ? undefined : ended.type === 'Complete' ? 'complete' : 'failed',
    says: ended?.message || ended?.reason || `${status.active} of its pods run`,
  };
}

export interface JobWanted {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly release: string;
  readonly keepSeconds: number;
  /** Of its pod. */
  readonly spec: { readonly [field: string]: Json };
}

/** One pod, started once: a failure is not tried again by the cluster. */
export const jobObject = ({
  name,
  labels,
  release,
  keepSeconds,
  spec,
}: JobWanted): { [key: string]: Json } => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, labels: { ...labels }, annotations: { 'slipway/release': release } },
  spec: {
    completions: 1,
    parallelism: 1,
    backoffLimit: 0,
    ttlSecondsAfterFinished: keepSeconds,
    template: {
      metadata: { labels: { ...labels } },
      spec: { ...spec, restartPolicy: 'Never' },
    },
  },
});
