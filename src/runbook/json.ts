/** JSON values: all that a plan, an input, an output or a reference may hold. */
import { z } from 'zod';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export const jsonSchema: z.ZodType<Json> = z.json();

/**
 * What `given` is once written down as JSON: absent fields gone, references in their plain form.
 * Throws a TypeError where JSON has no word for it (a cycle, a bigint).
 */
export function plainJson(given: unknown): Json {
  const text = JSON.stringify(given) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as Json);
}

/** What a text says as JSON; undefined: it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
