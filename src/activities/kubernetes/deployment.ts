/** A Deployment as the steps read it: its containers, and whether the version of its template runs everywhere. */
import { z } from 'zod';
import type { Json } from '../contract.ts';
import { fatal } from '../errors.ts';
import { asExpected, conditionsSchema } from './as-expected.ts';
import type { ClusterObject, ObjectRef } from './client.ts';

const containerSchema = z.looseObject({ name: z.string(), image: z.string() });

const deploymentSchema = z.object({
  metadata: z.object({ generation: z.number().default(0), resourceVersion: z.string().default('') }),
  spec: z.object({
    replicas: z.number().default(1),
    paused: z.boolean().default(false),
    strategy: z.object({ type: z.string().default('RollingUpdate') }).prefault({}),
    template: z.object({
      metadata: z.object({ annotations: z.record(z.string(), z.string()).default({}) }).prefault({}),
      spec: z.object({ containers: z.array(containerSchema).min(1) }),
    }),
  }),
  status: z
    .object({
      observedGeneration: z.number().default(0),
      replicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
      availableReplicas: z.number().default(0),
      conditions: conditionsSchema,
    })
    .prefault({}),
});

export type Containers = readonly {
  readonly [field: string]: Json;
  readonly name: string;
  readonly image: string;
}[];

export interface DeploymentView {
  readonly resourceVersion: string;
  readonly containers: Containers;
  readonly replicas: number;
  /** `Recreate`: the old pods are gone before a new one is made. */
  readonly strategy: string;
  /** Of the template: another value makes new pods. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Where it is with its template: all pods run it, on its way, or given up. */
  readonly rollout: { readonly at: 'done' | 'under-way' | 'failed'; readonly says: string };
}

export const deploymentRef = ({
  deployment,
  namespace,
}: {
  readonly deployment: string;
  readonly namespace: string;
}): ObjectRef => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  plural: 'deployments',
  namespace,
  name: deployment,
});

export function readDeployment(object: ClusterObject): DeploymentView {
  const seen = asExpected(deploymentSchema, 'Deployment', object);
  const { metadata, spec } = seen;
  return {
    resourceVersion: metadata.resourceVersion,
    containers: spec.template.spec.containers as Containers,
    replicas: spec.replicas,
    strategy: spec.strategy.type,
    annotations: spec.template.metadata.annotations,
    rollout: rolloutOf(seen),
  };
}

/** By the rules of `kubectl rollout status`. */
function rolloutOf({ metadata, spec, status }: z.output<typeof deploymentSchema>): DeploymentView['rollout'] {
  if (status.observedGeneration < metadata.generation)
    return { at: 'under-way', says: 'its controller hasn’t seen the new spec' };
  const progressing = status.conditions.find(({ type }) => type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') return { at: 'failed', says: progressing.message };
  if (spec.paused) return { at: 'under-way', says: 'it is paused' };
  const { replicas, updatedReplicas, availableReplicas } = status;
  const says = `${updatedReplicas} of ${spec.replicas} pods are updated, ${availableReplicas} available`;
  const all =
    updatedReplicas >= spec.replicas && replicas <= updatedReplicas && availableReplicas >= updatedReplicas;
  return { at: all ? 'done' : 'under-way', says };
}

/** The container that is meant; a Deployment of one needs no name. */
export function containerOf({ containers }: DeploymentView, name: string | undefined, where: string) {
  const found =
    name === undefined
      ? containers.length === 1
        ? containers[0]
        : undefined
      : containers.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = containers.map((one) => one.name).join(', ');
  throw fatal(
    'input-invalid',
    name === undefined
      ? `${where} has several containers: say which of ${names}.`
      : `${where} has no container ${name}; it has ${names}.`,
  );
}
