/** What a step reads of an object, held to its schema; and the conditions that many statuses have. */
import { z } from 'zod';
import { fatal } from '../errors.ts';
import type { ClusterObject } from './client.ts';

export const conditionsSchema = z
  .array(
    z.object({
      type: z.string(),
      status: z.string(),
      reason: z.string().default(''),
      message: z.string().default(''),
    }),
  )
  .default([]);

/** `kind` and `name` are said to whoever has to find out; by default the object's own name. */
export function asExpected<S extends z.ZodType>(
  schema: S,
  kind: string,
  object: ClusterObject,
  name = object.metadata?.name ?? '',
): z.output<S> {
  const parsed = schema.safeParse(object);
  if (parsed.success) return parsed.data;
  throw fatal('refused', `${kind} ${name} is not as expected: ${z.prettifyError(parsed.error)}`);
}
