/** Whether values of one place fit another: type by type, and lenient where a schema doesn't tell. */
import type { Json } from './json.ts';
import { spotBelow } from './json-schema.ts';
import type { JsonSchema, Spot } from './json-schema.ts';

/** A schema and a spot in it. */
export interface Located {
  readonly root: JsonSchema;
  readonly spot: Spot;
}

/** Recursive schemas are compared this deep. */
const maxDepth = 6;

/** Says why not; undefined if every kind of value that may come is one that may stand there. */
export function misfit(from: Located, to: Located, depth = 0): string | undefined {
  if (from.spot.open || to.spot.open || depth > maxDepth) return undefined;
  for (const given of from.spot.alternatives) {
    const reasons = to.spot.alternatives.map((wanted) => misfitOf(from.root, given, to.root, wanted, depth));
    if (reasons.length > 0 && reasons.every((reason) => reason !== undefined)) {
      return reasons.length === 1
        ? reasons[0]
        : `it gives ${named(given)}, wanted is ${wantedNames(to.spot)}`;
    }
  }
  return undefined;
}

const wantedNames = (spot: Spot): string => [...new Set(spot.alternatives.map(named))].join(' or ');

function misfitOf(
  fromRoot: JsonSchema,
  given: JsonSchema,
  toRoot: JsonSchema,
  wanted: JsonSchema,
  depth: number,
): string | undefined {
  const givenType = typeOf(given);
  const wantedType = typeOf(wanted);
  if (givenType === undefined || wantedType === undefined) return undefined;
  if (givenType !== wantedType) return `it gives ${named(given)}, wanted is ${named(wanted)}`;
  const strange = strangeValue(given, wanted);
  if (strange !== undefined) return `it may give ${JSON.stringify(strange)}, wanted is ${named(wanted)}`;
  if (givenType === 'object') return misfitOfObjects(fromRoot, given, toRoot, wanted, depth);
  if (givenType === 'array') return misfitBelow(fromRoot, given, toRoot, wanted, 0, depth);
  return undefined;
}

function misfitOfObjects(
  fromRoot: JsonSchema,
  given: JsonSchema,
  toRoot: JsonSchema,
  wanted: JsonSchema,
  depth: number,
): string | undefined {
  const givenFields = Object.keys(given.properties ?? {});
  const extra = givenFields.find((key) => spotBelow(toRoot, only(wanted), key) === undefined);
  if (extra !== undefined && wanted.additionalProperties === false)
    return `it has a field '${extra}' that isn't wanted`;
  for (const key of Object.keys(wanted.properties ?? {})) {
    const reason = misfitBelow(fromRoot, given, toRoot, wanted, key, depth);
    if (reason !== undefined) return `its field '${key}': ${reason}`;
  }
  return undefined;
}

function misfitBelow(
  fromRoot: JsonSchema,
  given: JsonSchema,
  toRoot: JsonSchema,
  wanted: JsonSchema,
  key: string | number,
  depth: number,
): string | undefined {
  const from = spotBelow(fromRoot, only(given), key);
  const to = spotBelow(toRoot, only(wanted), key);
  if (to === undefined) return undefined;
  const needed = typeof key === 'string' && !to.optional;
  if (from === undefined) return needed ? 'it is missing' : undefined;
  if (needed && from.optional) return 'it may be absent';
  return misfit({ root: fromRoot, spot: from }, { root: toRoot, spot: to }, depth + 1);
}

const only = (schema: JsonSchema): Spot => ({ alternatives: [schema], optional: false, open: false });

/** Integers and other numbers are one here: only the value tells. */
function typeOf(schema: JsonSchema): string | undefined {
  const type = schema.type ?? typeOfValue(schema.const ?? schema.enum?.[0]);
  if (Array.isArray(type)) return undefined;
  return type === 'integer' ? 'number' : type;
}

function typeOfValue(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** A value that the one lists and the other's list lacks. */
function strangeValue(given: JsonSchema, wanted: JsonSchema): Json | undefined {
  const may = listed(given);
  const allowed = listed(wanted);
  if (may === undefined || allowed === undefined) return undefined;
  return may.find((value) => !allowed.includes(value));
}

const listed = (schema: JsonSchema): Json[] | undefined =>
  schema.const === undefined ? schema.enum : [schema.const];

/** `a string`, `"stage" or "prod"`. */
export function named(schema: JsonSchema): string {
  const values = listed(schema);
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(' or ');
  const type = typeof schema.type === 'string' ? schema.type : 'value';
  if (type === 'null') return 'null';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
