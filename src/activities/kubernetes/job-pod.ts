/** The pod of a Job that takes after a Deployment's: its environment and its rights, its secrets by reference as they stand there. Pure. */
import { z } from 'zod';
import type { Json } from '../contract.ts';
import { fatal } from '../errors.ts';
import { asExpected } from './as-expected.ts';
import type { ClusterObject } from './client.ts';

const objectSchema = z.record(z.string(), z.json());
const containerSchema = z.looseObject({
  name: z.string(),
  image: z.string(),
  env: z.array(objectSchema).optional(),
});
type Container = z.output<typeof containerSchema>;

const templateSchema = z.object({
  spec: z.object({
    template: z.object({ spec: z.looseObject({ containers: z.array(containerSchema).min(1) }) }),
  }),
});

/** What of a pod and of a container is the same for a program that is run once. */
const ofPod = [
  'serviceAccountName',
  'imagePullSecrets',
  'volumes',
  'securityContext',
  'nodeSelector',
  'tolerations',
  'affinity',
];
const ofContainer = ['env', 'envFrom', 'volumeMounts', 'resources', 'securityContext', 'workingDir'];

export interface Run {
  readonly image?: string | undefined;
  readonly command?: readonly string[] | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly like?:
    | {
        readonly deployment: string;
        readonly container?: string | undefined;
        readonly beside: readonly string[];
      }
    | undefined;
}

/** The container that does the work. */
export const worker = 'job';

/** `model`: the Deployment that `like` names. */
export function podOf(
  { image, command, env, like }: Run,
  model: ClusterObject | undefined,
): { [field: string]: Json } {
  const own = {
    name: worker,
    ...(command === undefined ? {} : { command: [...command] }),
  };
  if (like === undefined || model === undefined)
    return { containers: [{ ...own, image: image ?? '', env: variables(env) }] };
  const pod = templateOf(model, like.deployment);
  const source = containerIn(pod.containers, like.container, like.deployment);
  const beside = like.beside.map((name) => containerIn(pod.containers, name, like.deployment));
  return {
    ...pick(pod, ofPod),
    // Such a one is started before the work and ended after it (Kubernetes 1.29 and later).
    ...(beside.length === 0
      ? {}
      : { initContainers: beside.map((one) => ({ ...without(one, probes), restartPolicy: 'Always' })) }),
    containers: [
      {
        ...pick(source, ofContainer),
        ...own,
        image: image ?? source.image,
        env: [
          ...(source.env ?? []).filter(({ name }) => typeof name !== 'string' || !Object.hasOwn(env, name)),
          ...variables(env),
        ],
      },
    ],
  };
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'];

const variables = (env: Readonly<Record<string, string>>): { name: string; value: string }[] =>
  Object.entries(env).map(([name, value]) => ({ name, value }));

const templateOf = (model: ClusterObject, name: string) =>
  asExpected(templateSchema, 'Deployment', model, name).spec.template.spec;

function containerIn(
  containers: readonly Container[],
  name: string | undefined,
  deployment: string,
): Container {
  const found = name === undefined ? containers[0] : containers.find((one) => one.name === name);
  if (found !== undefined && (name !== undefined || containers.length === 1)) return found;
  const names = containers.map((one) => one.name).join(', ');
  throw fatal(
    'input-invalid',
    name === undefined
      ? `Deployment ${deployment} has several containers: say which of ${names} it is like.`
      : `Deployment ${deployment} has no container ${name}; it has ${names}.`,
  );
}

const plain = (value: unknown): { [field: string]: Json } =>
  objectSchema.parse(JSON.parse(JSON.stringify(value)));
const pick = (value: unknown, fields: readonly string[]): { [field: string]: Json } =>
  Object.fromEntries(Object.entries(plain(value)).filter(([field]) => fields.includes(field)));
const without = (value: unknown, fields: readonly string[]): { [field: string]: Json } =>
  Object.fromEntries(Object.entries(plain(value)).filter(([field]) => !fields.includes(field)));
