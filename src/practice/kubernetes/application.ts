/** An Application as its controller has it: the object, what the controller remembers of it, and its last operation. */
import { z } from 'zod';
import type { Transaction } from './cluster.ts';
import { jsonObjectSchema } from './json-object.ts';
import type { JsonObject, Stored } from './state.ts';

export const operationSchema = z.looseObject({
  info: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  initiatedBy: z.record(z.string(), z.union([z.string(), z.boolean()])).optional(),
  sync: z.looseObject({
    revision: z.string().optional(),
    resources: z.array(z.looseObject({ kind: z.string(), name: z.string() })).optional(),
  }),
});
export type Operation = z.output<typeof operationSchema>;

export const applicationSpecSchema = z.looseObject({
  source: z.looseObject({ targetRevision: z.string().default('HEAD') }),
  syncPolicy: z.looseObject({ automated: z.looseObject({}).optional() }).optional(),
});

export function openApplication(tx: Transaction, key: string) {
  const object = tx.get(key);
  const memory = tx.state.applications[key];
  if (object === undefined || memory === undefined) return undefined;
  const { source, syncPolicy } = applicationSpecSchema.parse(object.spec);
  return { object, memory, source, automated: syncPolicy?.automated !== undefined };
}

export const stateOf = (object: Stored): JsonObject =>
  jsonObjectSchema.catch({}).parse(object.status?.['operationState']);
export const isRunning = (object: Stored): boolean => stateOf(object)['phase'] === 'Running';

const historySchema = z.array(jsonObjectSchema);
export const historyOf = (object: Stored): JsonObject[] =>
  historySchema.catch([]).parse(object.status?.['history']);

/** The revision that was deployed last. */
export function liveRevision(object: Stored): string | undefined {
  const revision = historyOf(object).at(-1)?.['revision'];
  return typeof revision === 'string' ? revision : undefined;
}
