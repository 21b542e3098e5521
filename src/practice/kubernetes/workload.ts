/** What a Rollout and a Deployment have in common: a template with an image, replicas, a deadline. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { plainObject } from './json-object.ts';
import type { JsonObject, Stored } from './state.ts';

const stepSchema = z.union([
  z.object({ setWeight: z.number().int().min(0).max(100) }),
  z.object({ pause: z.object({ duration: z.union([z.string(), z.number()]).optional() }) }),
]);

export const workloadSpecSchema = z.object({
  replicas: z.number().int().min(0).default(1),
  progressDeadlineSeconds: z.number().positive().default(600),
  progressDeadlineAbort: z.boolean().default(false),
  template: z.looseObject({
    spec: z.looseObject({
      containers: z.array(z.looseObject({ name: z.string(), image: z.string() })).min(1),
    }),
  }),
  strategy: z
    .object({
      /** A Deployment's. */
      type: z.enum(['RollingUpdate', 'Recreate']).optional(),
      canary: z.object({ steps: z.array(stepSchema).default([]) }).optional(),
    })
    .optional(),
});

export type CanaryStep = z.output<typeof stepSchema>;

export interface WorkloadSpec {
  readonly replicas: number;
  readonly progressDeadlineSeconds: number;
  readonly progressDeadlineAbort: boolean;
  readonly image: string;
  /** Hash of the template: what names a ReplicaSet. */
  readonly hash: string;
  readonly steps: readonly CanaryStep[];
  /** `Recreate`: the old pods are gone before a new one is made. */
  readonly replaces: 'RollingUpdate' | 'Recreate';
}

/** The API server has let in no spec that this can't read. */
export function workloadSpec(spec: JsonObject | undefined): WorkloadSpec {
  const { template, strategy, ...rest } = workloadSpecSchema.parse(spec);
  return {
    ...rest,
    image: template.spec.containers[0]?.image ?? '',
    hash: hashOf(template),
    steps: strategy?.canary?.steps ?? [],
    replaces: strategy?.type ?? 'RollingUpdate',
  };
}

export function withImage(workload: Stored, image: string): Stored {
  const next = structuredClone(workload);
  const template = workloadSpecSchema.parse(next.spec).template;
  const [first, ...others] = template.spec.containers;
  next.spec = plainObject({
    ...next.spec,
    template: { ...template, spec: { ...template.spec, containers: [{ ...first, image }, ...others] } },
  });
  return next;
}

/** Ten characters of the alphabet that Kubernetes uses for generated names. */
function hashOf(template: unknown): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  const bytes = createHash('sha256').update(JSON.stringify(template)).digest().subarray(0, 10);
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('');
}

/** `10s`, `5m`, `1h` or plain seconds. */
export function durationMs(duration: string | number): number {
  const [, number = '0', unit = 's'] = /^(\d+)([smh]?)$/.exec(String(duration)) ?? [];
  return Number(number) * { s: 1000, m: 60_000, h: 3_600_000 }[unit === 'm' || unit === 'h' ? unit : 's'];
}
