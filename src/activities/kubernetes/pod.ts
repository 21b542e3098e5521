/** A pod as the steps read it: who it is, whose it is, and whether it is ready. */
import { z } from 'zod';
import { asExpected } from './as-expected.ts';
import type { ClusterObject, CollectionRef, ObjectRef } from './client.ts';

const terminatedSchema = z.object({ exitCode: z.number().optional(), reason: z.string().optional() });

const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string(),
    deletionTimestamp: z.unknown().optional(),
    ownerReferences: z
      .array(
        z.object({
          kind: z.string(),
          name: z.string(),
          uid: z.string(),
          controller: z.boolean().default(false),
        }),
      )
      .default([]),
  }),
  status: z
    .object({
      conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
      containerStatuses: z
        .array(
          z.object({
            name: z.string(),
            state: z.object({ terminated: terminatedSchema.optional() }).default({}),
          }),
        )
        .default([]),
    })
    .prefault({}),
});

export interface PodView {
  readonly name: string;
  readonly uid: string;
  /** It has been told to go. */
  readonly leaving: boolean;
  readonly ready: boolean;
  /** What makes another in its place. */
  readonly owner: { readonly kind: string; readonly name: string; readonly uid: string } | undefined;
  /** By container: how it has ended, where it has. */
  readonly ended: Readonly<Record<string, z.output<typeof terminatedSchema>>>;
}

export function readPod(object: ClusterObject): PodView {
  const { metadata, status } = asExpected(podSchema, 'Pod', object);
  return {
    name: metadata.name,
    uid: metadata.uid,
    leaving: metadata.deletionTimestamp != null,
    ready: status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    owner: metadata.ownerReferences.find(({ controller }) => controller),
    ended: Object.fromEntries(
      status.containerStatuses.flatMap(({ name, state: { terminated } }) =>
        terminated === undefined ? [] : [[name, terminated]],
      ),
    ),
  };
}

export const podsIn = (namespace: string): CollectionRef => ({
  apiVersion: 'v1',
  kind: 'Pod',
  plural: 'pods',
  namespace,
});

export const podRef = ({
  namespace,
  pod,
}: {
  readonly namespace: string;
  readonly pod: string;
}): ObjectRef => ({
  ...podsIn(namespace),
  name: pod,
});
