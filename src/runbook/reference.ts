/** Typed references from one step's input to another's output: `{ "$ref": "build.digest" }` in the plan. */
import type { Json } from './json.ts';
import { isRecord } from './json.ts';

declare const refType: unique symbol;

/** Stands for a value of type T that a step will have given by the time it is needed. */
export interface Ref<T> {
  readonly $ref: string;
  readonly [refType]?: T;
}

/** Where nothing is known of the shape: every field may be asked for, and it fits every place. */
export type AnyRefs = Ref<never> & { readonly [field: string]: AnyRefs };

/** The fields of T; of a union, those of any member. */
type Field<T> = T extends readonly unknown[] ? never : T extends object ? keyof T & string : never;

/** What stands in a field: `undefined` too where a member of the union lacks it, or where any name may be asked for. */
type InField<T, K extends string> = T extends readonly unknown[]
  ? undefined
  : K extends keyof T
    ? T[K] | (string extends K ? undefined : never)
    : undefined;

/** The output of a step as an author sees it: a reference, and a reference for every field in it. */
export type Refs<T> = [Json] extends [T]
  ? AnyRefs
  : Ref<T> & { readonly [K in Field<T>]: Refs<InField<T, K>> };

/** Free JSON in which any part may be a reference. */
type JsonWithRefs =
  | Ref<unknown>
  | string
  | number
  | boolean
  | null
  | readonly JsonWithRefs[]
  | { readonly [key: string]: JsonWithRefs };

/** A value in which any part may be a reference. */
export type WithRefs<T> = [Json] extends [T]
  ? JsonWithRefs
  : | Ref<T>
    | (T extends readonly (infer E)[]
        ? readonly WithRefs<E>[]
        : T extends object
          ? { readonly [K in keyof T]: WithRefs<T[K]> }
          : T);

/** A reference to `path` (`build`, `build.digest`); its properties are references to the fields below. */
export function refs<T>(path: string): Refs<T> {
  const target = { $ref: path };
  return new Proxy(target, {
    get(_, property) {
      if (property === '$ref') return path;
      if (property === Symbol.toPrimitive) return () => refuseText(path);
      // Promises and JSON ask for these of every object: a field of such a name can't be referred to.
      if (typeof property === 'symbol' || property === 'toJSON' || property === 'then') return undefined;
      if (property.includes('.'))
        throw new TypeError(`${path}: a field with a dot in its name (${property}) can't be referred to`);
      return refs(`${path}.${property}`);
    },
    set: () => false,
  }) as unknown as Refs<T>;
}

function refuseText(path: string): never {
  throw new TypeError(
    `${path} has no value yet while the runbook is planned, so it can't stand inside a text: hand the reference over whole`,
  );
}

/** An object with a `$ref` in it, well made or not. */
export const looksLikeRef = (value: unknown): boolean => isRecord(value) && Object.hasOwn(value, '$ref');

export const isRef = (value: unknown): value is { readonly $ref: string } =>
  isRecord(value) && typeof value['$ref'] === 'string' && Object.keys(value).length === 1;

/** `build.digest` as the step's id and the path into its output. */
export function splitRef(ref: string): { readonly node: string; readonly path: readonly string[] } {
  const [node = '', ...path] = ref.split('.');
  return { node, path };
}

/** Every reference in `value` with the path at which it stands. */
export function refsIn(
  value: unknown,
  at: readonly (string | number)[] = [],
): { ref: string; at: readonly (string | number)[] }[] {
  if (isRef(value)) return [{ ref: value.$ref, at }];
  if (Array.isArray(value)) return value.flatMap((item, index) => refsIn(item, [...at, index]));
  if (isRecord(value)) return Object.entries(value).flatMap(([key, item]) => refsIn(item, [...at, key]));
  return [];
}

/** Replaces each reference by what `resolve` gives for it. */
export function mapRefs(value: Json, resolve: (ref: string) => Json): Json {
  if (isRef(value)) return resolve(value.$ref);
  if (Array.isArray(value)) return value.map((item) => mapRefs(item, resolve));
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapRefs(item, resolve)]));
  }
  return value;
}

/** For titles written before references are resolved: each becomes `‹build.digest›`. */
export const showRefs = (value: Json): Json => mapRefs(value, (ref) => `‹${ref}›`);
