/** `kubernetes.podsHealthy`: how many pods of a workload are in trouble: restarted, crashing, killed for their memory, not ready. */
import { z } from 'zod';
import type { Sample } from '../check.ts';
import { defineCheck } from '../define-check.ts';
import { notYet } from '../verify.ts';
import type { ClusterObject, KubernetesClient } from './client.ts';
import { objectNameSchema } from './names.ts';
import { troubleOf } from './pod-trouble.ts';

const input = z.strictObject({
  namespace: objectNameSchema.describe('Where the pods are'),
  labels: z
    .record(z.string().min(1), z.string())
    .refine((labels) => Object.keys(labels).length > 0, 'must name a label at least')
    .describe('Labels that all of the pods carry'),
  minimum: z.number().int().min(0).default(1).describe('So many pods must be ready'),
  readyWithinSeconds: z
    .number()
    .min(0)
    .max(3600)
    .default(120)
    .describe('Seconds that a pod may be without being ready before it counts'),
});
type Input = z.output<typeof input>;

/** More reasons say no more. */
const told = 3;

export const podsHealthy = defineCheck({
  kind: 'kubernetes.podsHealthy',
  summary:
    'Count the pods that restarted since the watch began, crash, were killed for their memory, or are not ready.',
  input,
  needs: ['kubernetes'],
  title: ({ namespace, labels }) => `Pods of ${selectorOf(labels)} in ${namespace} are well`,
  async verify(given, { clients: { kubernetes }, signal }) {
    const pods = await podsOf(kubernetes, given, signal);
    return pods.length === 0
      ? [notYet(`there are no pods of ${selectorOf(given.labels)} in ${given.namespace} now`)]
      : [];
  },
  async sample(given, { clients: { kubernetes }, signal, since, now, acknowledged }): Promise<Sample> {
    const pods = await podsOf(kubernetes, given, signal);
    const looks = pods.map((pod) =>
      troubleOf(pod, { since, now: now(), readyWithinMs: given.readyWithinSeconds * 1000 }),
    );
    const troubled = looks.flatMap(({ trouble }) =>
      trouble === undefined || acknowledged.includes(trouble.id) ? [] : [trouble],
    );
    const ready = looks.filter((look) => look.ready).length;
    const lacking = Math.max(0, given.minimum - ready);
    const reasons = [
      ...troubled.slice(0, told).map(({ title }) => title),
      ...(troubled.length > told ? [`and ${troubled.length - told} more`] : []),
      ...(lacking > 0 ? [`${ready} of at least ${given.minimum} are ready`] : []),
    ];
    return {
      value: Math.max(troubled.length, lacking),
      says: reasons.length === 0 ? `all ${pods.length} pods are well` : reasons.join('; '),
      findings: troubled,
    };
  },
});

const podsOf = (
  kubernetes: KubernetesClient,
  { namespace, labels }: Input,
  signal: AbortSignal,
): Promise<readonly ClusterObject[]> =>
  kubernetes.list({ apiVersion: 'v1', kind: 'Pod', plural: 'pods', namespace }, { signal, labels });

/** Of labels that refer to a step, while planning, as they read then. */
const selectorOf = (labels: Input['labels']): string =>
  Object.entries(labels)
    .map(([label, value]) => `${label}=${value}`)
    .join(',');
