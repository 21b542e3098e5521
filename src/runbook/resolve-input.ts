/** Puts the outputs so far in place of references, when a step is about to run. */
import type { Json } from './json.ts';
import { isRecord } from './json.ts';
import { isRef, splitRef } from './reference.ts';

export type Resolved =
  | { readonly ok: true; readonly input: Record<string, Json> }
  /** The references that nothing stands behind: their step was skipped, failed or gave no such field. */
  | { readonly ok: false; readonly missing: string[] };

/**
 * `outputs` by node id. A field that refers to a part which the output left out is left out too: the validator lets
 * such references stand only where the field is optional. An item of a list can't be left out: it is missing.
 */
export function resolveInput(
  input: Readonly<Record<string, Json>>,
  outputs: Readonly<Record<string, Json>>,
): Resolved {
  const missing = new Set<string>();

  const valueOf = (ref: string): Json | undefined => {
    const { node, path } = splitRef(ref);
    if (!Object.hasOwn(outputs, node)) {
      missing.add(ref);
      return null;
    }
    return at(outputs[node], path);
  };

  const resolve = (value: Json): Json | undefined => {
    if (isRef(value)) return valueOf(value.$ref);
    if (Array.isArray(value)) return value.map(item);
    if (isRecord(value)) return fields(value);
    return value;
  };

  const item = (value: Json): Json => {
    const resolved = resolve(value);
    if (resolved !== undefined) return resolved;
    if (isRef(value)) missing.add(value.$ref);
    return null;
  };

  const fields = (value: Readonly<Record<string, Json>>): Record<string, Json> =>
    Object.fromEntries(
      Object.entries(value).flatMap(([key, inside]) => {
        const resolved = resolve(inside);
        return resolved === undefined ? [] : [[key, resolved] as const];
      }),
    );

  const resolved = fields(input);
  return missing.size === 0 ? { ok: true, input: resolved } : { ok: false, missing: [...missing].sort() };
}

function at(output: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((value, key) => {
    if (Array.isArray(value)) return /^\d+$/.test(key) ? value[Number(key)] : undefined;
    return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, output);
}
