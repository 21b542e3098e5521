/** Writes a schema's defaults into an input, so that the plan shows exactly what runs. */
import { z } from 'zod';
import type { Json } from './json.ts';
import { isRecord, plainJson } from './json.ts';
import { isRef, refsIn } from './reference.ts';

/** Fields that hold references stay as they are; so does whatever the schema refuses: the validator names it. */
export function normalizeInput(
  schema: z.ZodType,
  input: Readonly<Record<string, Json>>,
): Record<string, Json> {
  const normal = normalize(schema, input);
  return isRecord(normal) ? normal : { ...input };
}

function normalize(schema: z.core.$ZodType, value: Json): Json {
  if (isRef(value)) return value;
  if (refsIn(value).length === 0) return parsed(schema, value);
  const inner = bare(schema);
  if (inner instanceof z.ZodObject && isRecord(value)) return normalizeFields(inner, value);
  if (inner instanceof z.ZodArray && Array.isArray(value))
    return value.map((item) => normalize(inner.element, item));
  if (inner instanceof z.ZodRecord && isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, normalize(inner.valueType, item)]),
    );
  }
  return value;
}

/** With a reference somewhere in it the object can't be parsed whole, but its fields can, one by one. */
function normalizeFields(schema: z.ZodObject, value: Readonly<Record<string, Json>>): Record<string, Json> {
  const fields: Record<string, Json> = {};
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  for (const [key, field] of Object.entries(shape)) {
    const given = value[key];
    const normal = given === undefined ? defaultOf(field) : normalize(field, given);
    if (normal !== undefined) fields[key] = normal;
  }
  return { ...value, ...fields };
}

function defaultOf(schema: z.core.$ZodType): Json | undefined {
  const result = safely(() => z.safeParse(schema, undefined));
  return result?.success && result.data !== undefined ? plainJson(result.data) : undefined;
}

/**
 * What the schema makes of a value. A schema that transforms can't be applied twice, and the engine parses the
 * plan's input again: then the plan keeps what was given.
 */
function parsed(schema: z.core.$ZodType, value: Json): Json {
  const once = safely(() => z.safeParse(schema, value));
  if (!once?.success) return value;
  const normal = plainJson(once.data);
  const twice = safely(() => z.safeParse(schema, normal));
  return twice?.success && JSON.stringify(plainJson(twice.data)) === JSON.stringify(normal) ? normal : value;
}

/** Below what only says that a value may be absent. */
function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly
  ) {
    return bare(schema.unwrap());
  }
  return schema;
}

/** Transforms are an author's code: one that throws on an unexpected value leaves it unnormalized. */
function safely<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
