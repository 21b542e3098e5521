/** The fields of a schema as rows: path, type, default, description. Nested fields have rows of their own. */
import { z } from 'zod';

export interface Field {
  /** `via.mergeMethod`, `resources[].kind`. */
  readonly path: string;
  readonly type: string;
  /** `required`, the default as JSON, or `optional`. */
  readonly presence: string;
  readonly description: string;
}

/** The part of JSON Schema that zod writes for our schemas. */
interface Schema {
  type?: string | string[] | undefined;
  description?: string | undefined;
  default?: unknown;
  const?: unknown;
  enum?: unknown[] | undefined;
  items?: Schema | undefined;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
  additionalProperties?: Schema | boolean | undefined;
  oneOf?: Schema[] | undefined;
  anyOf?: Schema[] | undefined;
}

const schemaSchema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    description: z.string().optional(),
    default: z.unknown().optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    items: schemaSchema.optional(),
    properties: z.record(z.string(), schemaSchema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), schemaSchema]).optional(),
    oneOf: z.array(schemaSchema).optional(),
    anyOf: z.array(schemaSchema).optional(),
  }),
);

/** `input`: as a runbook writes it, defaults optional. `output`: as a step gives it. */
export const fieldsOf = (schema: z.ZodType, side: 'input' | 'output'): Field[] =>
  fieldsIn(schemaSchema.parse(z.toJSONSchema(schema, { io: side, unrepresentable: 'any' })), '');

function fieldsIn(schema: Schema, under: string): Field[] {
  if (schema.items !== undefined) return fieldsIn(schema.items, `${under}[]`);
  const members = schema.oneOf ?? schema.anyOf;
  if (members !== undefined) return members.flatMap((member) => memberFields(member, under));
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = under === '' ? name : `${under}.${name}`;
    return [row(path, field, schema.required ?? []), ...fieldsIn(field, path)];
  });
}

/** The member of a discriminated union is named by its constant: `via (commit)`. */
function memberFields(member: Schema, under: string): Field[] {
  const [tag, constant] =
    Object.entries(member.properties ?? {}).find(([, field]) => field.const !== undefined) ?? [];
  if (tag === undefined) return fieldsIn(member, under);
  const name = `${under} (${String(constant?.const)})`;
  const { [tag]: described, ...rest } = member.properties ?? {};
  const own = {
    path: name,
    type: `${tag}: ${literal(described?.const)}`,
    presence: '',
    description: described?.description ?? '',
  };
  return [own, ...fieldsIn({ ...member, properties: rest }, name)];
}

function row(path: string, field: Schema, required: readonly string[]): Field {
  const name = path.split('.').at(-1) ?? path;
  return {
    path,
    type: typeOf(field),
    presence: presenceOf(field, required.includes(name)),
    description: field.description ?? '',
  };
}

function presenceOf(field: Schema, required: boolean): string {
  if (field.default !== undefined) return literal(field.default);
  return required ? 'required' : 'optional';
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' | ');
  const members = schema.oneOf ?? schema.anyOf;
  if (members !== undefined) return [...new Set(members.map(typeOf))].join(' | ');
  if (schema.type === 'array') return `${schema.items === undefined ? 'any' : typeOf(schema.items)}[]`;
  if (typeof schema.additionalProperties === 'object') return `map of ${typeOf(schema.additionalProperties)}`;
  return [schema.type ?? 'any'].flat().join(' | ');
}

const literal = (value: unknown): string => JSON.stringify(value);
