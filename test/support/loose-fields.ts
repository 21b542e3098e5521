/** Finds what a step's schema leaves open: objects that let unknown fields through, and fields without a description. */
import { z } from 'zod';
import { isRecord } from '../../src/runbook/json.ts';

/** One line a gap: the path and what is wrong there. */
export const looseFields = (schema: z.ZodType, side: 'input' | 'output'): string[] =>
  gaps(z.toJSONSchema(schema, { io: side, unrepresentable: 'any' }), '');

function gaps(schema: unknown, path: string): string[] {
  if (!isRecord(schema)) return [];
  const members: unknown[] = ['oneOf', 'anyOf', 'allOf'].flatMap((name): unknown[] =>
    Array.isArray(schema[name]) ? schema[name] : [],
  );
  return [
    ...(isOpen(schema) ? [`${path || 'the whole'}: lets unknown fields through`] : []),
    ...fieldGaps(schema, path),
    ...gaps(schema['items'], `${path}[]`),
    ...members.flatMap((member) => gaps(member, path)),
  ];
}

/** A record says what its values are; any other object is strict. */
const isOpen = (schema: Record<string, unknown>): boolean =>
  schema['type'] === 'object' &&
  schema['additionalProperties'] !== false &&
  !isRecord(schema['additionalProperties']);

function fieldGaps(schema: Record<string, unknown>, path: string): string[] {
  if (!isRecord(schema['properties'])) return [];
  return Object.entries(schema['properties']).flatMap(([name, field]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const told = isRecord(field) && typeof field['description'] === 'string' && field['description'] !== '';
    return [...(told ? [] : [`${at}: has no description`]), ...gaps(field, at)];
  });
}
