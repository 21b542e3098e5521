/** The patch types of the API: merge (RFC 7386), JSON (RFC 6902) and strategic merge of lists by name. */
import { z } from 'zod';
import { jsonSchema } from '../../runbook/json.ts';
import type { Json } from '../../runbook/json.ts';
import { ApiError, badRequest, unsupportedMediaType } from './errors.ts';
import type { Resource } from './resources.ts';
import type { JsonObject } from './state.ts';

const json = 'application/json-patch+json';
const merge = 'application/merge-patch+json';
const strategic = 'application/strategic-merge-patch+json';
export const patchTypes = [json, merge, strategic];

export function applyPatch(type: string, resource: Resource, target: JsonObject, patch: Json): JsonObject {
  switch (type) {
    case merge:
      return mergeInto(target, objectPatch(patch), 'replace-lists');
    case json:
      return jsonPatch(target, patch);
    case strategic:
      if (resource.origin === 'built-in') return mergeInto(target, objectPatch(patch), 'merge-lists');
  }
  throw unsupportedMediaType(resource.origin === 'built-in' ? patchTypes : [json, merge]);
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function objectPatch(patch: Json): JsonObject {
  if (!isObject(patch))
    throw badRequest(
      'error decoding patch: json: cannot unmarshal into Go value of type map[string]interface {}',
    );
  return patch;
}

function mergeInto(
  target: JsonObject,
  patch: JsonObject,
  lists: 'replace-lists' | 'merge-lists',
): JsonObject {
  const result: JsonObject = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    const old = result[key];
    if (value === null) delete result[key];
    else if (isObject(value)) result[key] = mergeInto(isObject(old) ? old : {}, value, lists);
    else if (lists === 'merge-lists' && Array.isArray(value) && Array.isArray(old))
      result[key] = byName(old, value);
    else result[key] = value;
  }
  return result;
}

function byName(old: Json[], value: Json[]): Json[] {
  const named = (item: Json) => (isObject(item) ? item['name'] : undefined);
  if (!value.every((item) => typeof named(item) === 'string')) return value;
  const result = [...old];
  for (const item of value) {
    const at = result.findIndex((existing) => named(existing) === named(item));
    const existing = result[at];
    if (isObject(existing) && isObject(item)) result[at] = mergeInto(existing, item, 'merge-lists');
    else result.push(item);
  }
  return result;
}

const operationsSchema = z.array(
  z.discriminatedUnion('op', [
    z.object({ op: z.enum(['add', 'replace', 'test']), path: z.string(), value: jsonSchema }),
    z.object({ op: z.literal('remove'), path: z.string() }),
  ]),
);

function jsonPatch(target: JsonObject, patch: Json): JsonObject {
  const parsed = operationsSchema.safeParse(patch);
  if (!parsed.success) {
    throw badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  }
  const result = structuredClone(target);
  for (const operation of parsed.data) apply(result, operation);
  return result;
}

function apply(document: JsonObject, operation: z.output<typeof operationsSchema>[number]): void {
  const path = operation.path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = path.pop() ?? '';
  let parent: Json | undefined = document;
  for (const part of path)
    parent = Array.isArray(parent) ? parent[Number(part)] : isObject(parent) ? parent[part] : undefined;
  if (Array.isArray(parent)) return applyToList(parent, last, operation);
  if (!isObject(parent)) throw unprocessable(operation.path);
  if (operation.op !== 'add' && !(last in parent)) throw unprocessable(operation.path);
  if (operation.op === 'remove') delete parent[last];
  else if (operation.op === 'test') assertSame(parent[last], operation.value, operation.path);
  else parent[last] = operation.value;
}

function applyToList(list: Json[], last: string, operation: z.output<typeof operationsSchema>[number]): void {
  const at = last === '-' ? list.length : Number(last);
  if (!Number.isInteger(at) || at > list.length) throw unprocessable(operation.path);
  if (operation.op === 'remove') list.splice(at, 1);
  else if (operation.op === 'add') list.splice(at, 0, operation.value);
  else if (operation.op === 'test') assertSame(list[at], operation.value, operation.path);
  else list[at] = operation.value;
}

function assertSame(actual: Json | undefined, expected: Json, path: string): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw unprocessable(path);
}

const unprocessable = (path: string) =>
  new ApiError(
    422,
    'Invalid',
    `the server rejected our request due to an error in our request: path "${path}" does not apply`,
  );
