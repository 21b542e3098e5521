/** An answer that a runbook expects: its status, words in it, or values at places of its JSON. Pure. */
import { z } from 'zod';
import { jsonSchema, parseJson } from '../../runbook/json.ts';
import type { Json } from '../../runbook/json.ts';

export const expectedSchema = z.strictObject({
  status: z.number().int().min(200).max(599).default(200).describe('The status'),
  contains: z.string().min(1).max(1000).optional().describe('Text that the body must contain'),
  json: z
    .record(
      z
        .string()
        .max(500)
        .regex(/^(\/.*)?$/, 'must be a JSON pointer, such as /state'),
      jsonSchema,
    )
    .default({})
    .describe('Values in the JSON of the body, by JSON pointer: { "/state": "done" }'),
});

type Expected = z.output<typeof expectedSchema>;

export function fits(
  { status, text }: { readonly status: number; readonly text: string },
  expected: Expected,
): boolean {
  if (status !== expected.status) return false;
  if (expected.contains !== undefined && !text.includes(expected.contains)) return false;
  const places = Object.entries(expected.json);
  if (places.length === 0) return true;
  const json = parseJson(text);
  return places.every(([pointer, value]) => same(at(json, pointer), value));
}

/** What stands at a JSON pointer (RFC 6901); undefined: nothing. */
function at(json: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Readonly<Record<string, unknown>>)[name]
          : undefined,
      json,
    );
}

/** Whatever the order of an object's fields. */
function same(one: unknown, other: Json): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other;
  const [ones, others] = [Object.entries(one), new Map(Object.entries<Json>(other))];
  if (Array.isArray(one) !== Array.isArray(other) || ones.length !== others.size) return false;
  return ones.every(([name, value]) => {
    const wanted = others.get(name);
    return wanted !== undefined && same(value, wanted);
  });
}
