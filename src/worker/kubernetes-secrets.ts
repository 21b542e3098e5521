/** Secrets of a cluster, set by name from the worker's configuration: their values stay in here. */
import { z } from 'zod';
import { fatal } from '../activities/errors.ts';
import type { ClusterObject } from '../activities/kubernetes/client.ts';
import type { Json } from '../runbook/json.ts';

/** The secret that the configuration has under a name. */
export type SecretOf = (name: string) => string | undefined;

const dataSchema = z.object({ data: z.record(z.string(), z.string()).default({}) });

/** In base64, as the API wants it. */
export const secretData = (
  values: Readonly<Record<string, string>>,
  secretOf: SecretOf,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([key, name]) => {
      const secret = secretOf(name);
      if (secret === undefined)
        throw fatal(
          'credentials-missing',
          `The configuration of this cluster has no secret ${name}.`,
          `Name it under secrets of the environment’s kubernetes system, as { env: NAME } or { file: PATH }, restart the worker, then retry.`,
        );
      return [key, Buffer.from(secret).toString('base64')];
    }),
  );

/** `data`: in base64. */
export const secretObject = (name: string, data: Record<string, string>): { [field: string]: Json } => ({
  metadata: { name },
  type: 'Opaque',
  data,
});

export function secretState(
  found: ClusterObject | undefined,
  values: Readonly<Record<string, string>>,
  secretOf: SecretOf,
): 'absent' | 'differs' | 'same' {
  const wanted = secretData(values, secretOf);
  if (found === undefined) return 'absent';
  const { data } = dataSchema.parse(found);
  return Object.entries(wanted).every(([key, value]) => data[key] === value) ? 'same' : 'differs';
}
