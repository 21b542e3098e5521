/** Typed references from one step's input to another's output: `{ "$ref": "build.digest" }` in the plan. */
import type { Json } from './json.ts';

declare const refType: unique symbol;

/** Stands for a value of type T that a step will have given by the time it is needed. */
export interface Ref<T> {
  readonly $ref: string;
  readonly [refType]?: T;
}

/** The output of a step as an author sees it: a reference, and a reference for every field in it. */
export type Refs<T> = Ref<T> & (T extends readonly unknown[] ? unknown : T extends object ? { readonly [K in keyof T]-?: Refs<T[K]> } : unknown);

/** A value in which any part may be a reference. */
export type WithRefs<T> =
  | Ref<T>
  | (T extends readonly (infer E)[] ? readonly WithRefs<E>[] : T extends object ? { readonly [K in keyof T]: WithRefs<T[K]> } : T);

/** A reference to `path` (`build`, `build.digest`); its properties are references to the fields below. */
export function refs<T>(path: string): Refs<T> {
  const target = { $ref: path };
  return new Proxy(target, {
    get(_, property) {
      if (property === '$ref') return path;
      if (typeof property === 'symbol' || property === 'toJSON' || property === 'then') return undefined;
      return refs(`${path}.${property}`);
    },
    set: () => false,
  }) as unknown as Refs<T>;
}

export const isRef = (value: unknown): value is { readonly $ref: string } =>
  typeof value === 'object' &&
  value !== null &&
  '$ref' in value &&
  typeof value.$ref === 'string' &&
  Object.keys(value).length === 1;

/** `build.digest` as the step's id and the path into its output. */
export function splitRef(ref: string): { readonly node: string; readonly path: readonly string[] } {
  const [node = '', ...path] = ref.split('.');
  return { node, path };
}

/** Every reference in `value` with the path at which it stands. */
export function refsIn(value: unknown, at: readonly (string | number)[] = []): { ref: string; at: readonly (string | number)[] }[] {
  if (isRef(value)) return [{ ref: value.$ref, at }];
  if (Array.isArray(value)) return value.flatMap((item, index) => refsIn(item, [...at, index]));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => refsIn(item, [...at, key]));
  }
  return [];
}

/** Replaces each reference by what `resolve` gives for it. */
export function mapRefs(value: Json, resolve: (ref: string) => Json): Json {
  if (isRef(value)) return resolve(value.$ref);
  if (Array.isArray(value)) return value.map((item) => mapRefs(item, resolve));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapRefs(item, resolve)]));
  }
  return value;
}

/** For titles written before references are resolved: each becomes `‹build.digest›`. */
export const showRefs = (value: Json): Json => mapRefs(value, (ref) => `‹${ref}›`);
