/** Looks into JSON Schemas: what stands at a path, and whether one thing's values fit another's place. */
import { z } from 'zod';

export type JsonSchema = z.core.JSONSchema.JSONSchema;
type Side = 'input' | 'output';

const cache = { input: new WeakMap<z.ZodType, JsonSchema>(), output: new WeakMap<z.ZodType, JsonSchema>() };

/** A zod schema as JSON Schema; what JSON Schema has no word for allows anything. */
export function jsonSchemaOf(schema: z.ZodType, io: Side): JsonSchema {
  const known = cache[io].get(schema);
  if (known !== undefined) return known;
  const made = z.toJSONSchema(schema, { io, unrepresentable: 'any', cycles: 'ref' });
  cache[io].set(schema, made);
  return made;
}

/** What may stand at a path: the alternatives, whether it may be absent, and whether more than these may be there. */
export interface Spot {
  readonly alternatives: readonly JsonSchema[];
  readonly optional: boolean;
  readonly open: boolean;
}

/** Undefined where nothing can ever stand at that path. */
export function spotAt(root: JsonSchema, path: readonly (string | number)[]): Spot | undefined {
  return path.reduce<Spot | undefined>((spot, key) => spot && spotBelow(root, spot, key), spotOf(root, root));
}

const unknownSpot: Spot = { alternatives: [], optional: false, open: true };

function spotOf(root: JsonSchema, schema: JsonSchema | boolean): Spot {
  if (schema === true) return unknownSpot;
  if (schema === false) return { alternatives: [], optional: false, open: false };
  const plain = dereference(root, schema);
  if (plain === undefined || plain.allOf !== undefined) return unknownSpot;
  const forms = plain.anyOf ?? plain.oneOf;
  if (forms !== undefined) return merge(forms.map((form) => spotOf(root, form)));
  if (Array.isArray(plain.type)) return merge(plain.type.map((type) => spotOf(root, { ...plain, type })));
  return isOpen(plain) ? unknownSpot : { alternatives: [plain], optional: false, open: false };
}

const isOpen = (schema: JsonSchema): boolean =>
  schema.type === undefined &&
  schema.const === undefined &&
  schema.enum === undefined &&
  schema.properties === undefined;

/** `#/$defs/x` and `#`, which zod writes for shared and recursive schemas. */
function dereference(root: JsonSchema, schema: JsonSchema): JsonSchema | undefined {
  let found: JsonSchema | undefined = schema;
  for (let hops = 0; found?.$ref !== undefined; hops += 1) {
    if (hops > 20) return undefined;
    const name: string | undefined = /^#\/\$defs\/(.+)$/.exec(found.$ref)?.[1];
    if (found.$ref === '#') found = root;
    else found = name === undefined ? undefined : root.$defs?.[name];
  }
  return found;
}

const everyType = ['string', 'number', 'boolean', 'null', 'array', 'object'];

/** Where every type may stand, nothing is known. */
function merge(spots: readonly Spot[]): Spot {
  const alternatives = spots.flatMap((spot) => spot.alternatives);
  if (everyType.every((type) => alternatives.some((schema) => schema.type === type))) return unknownSpot;
  return {
    alternatives,
    optional: spots.some(({ optional }) => optional),
    open: spots.some(({ open }) => open),
  };
}

/** One field or item further down. */
export function spotBelow(root: JsonSchema, spot: Spot, key: string | number): Spot | undefined {
  const inside = spot.alternatives.map((schema) => inSchema(root, schema, key));
  const found = inside.filter((one) => one !== undefined);
  if (found.length === 0) return spot.open ? unknownSpot : undefined;
  const merged = merge(found);
  const sometimesAbsent = found.length < inside.length || spot.optional;
  return { ...merged, optional: merged.optional || sometimesAbsent, open: merged.open || spot.open };
}

function inSchema(root: JsonSchema, schema: JsonSchema, key: string | number): Spot | undefined {
  return schema.type === 'array' ? inArray(root, schema, key) : inObject(root, schema, String(key));
}

function inObject(root: JsonSchema, schema: JsonSchema, key: string): Spot | undefined {
  const properties = schema.properties ?? {};
  const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (property !== undefined) {
    return { ...spotOf(root, property), optional: schema.required?.includes(key) !== true };
  }
  const rest = schema.additionalProperties;
  if (schema.type !== 'object' || rest === false) return undefined;
  // An object that says nothing of further fields may have them, but the schema's author didn't promise any.
  if (rest === undefined && schema.properties !== undefined) return undefined;
  return { ...spotOf(root, rest ?? true), optional: true };
}

function inArray(root: JsonSchema, schema: JsonSchema, key: string | number): Spot | undefined {
  const index = typeof key === 'number' ? key : /^\d+$/.test(key) ? Number(key) : undefined;
  if (index === undefined) return undefined;
  const prefix = schema.prefixItems?.[index];
  if (prefix !== undefined) return spotOf(root, prefix);
  const items = schema.items;
  if (items === undefined || Array.isArray(items)) return unknownSpot;
  return { ...spotOf(root, items), optional: true };
}
