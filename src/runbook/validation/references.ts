/** Checks references: each names a node that is complete before, a field it gives, and a value that fits its place. */
import { misfit } from '../fits.ts';
import { spotAt, spotBelow } from '../json-schema.ts';
import type { JsonSchema } from '../json-schema.ts';
import { isRecord } from '../json.ts';
import { idPattern } from '../plan.ts';
import { pathText } from '../problem.ts';
import type { Path, Problem } from '../problem.ts';
import { isRef, looksLikeRef, splitRef } from '../reference.ts';
import type { Output } from './outputs.ts';
import type { Place } from './places.ts';

export interface Known {
  /** Every id of the plan, also of nodes that are not well made. */
  readonly ids: ReadonlyMap<string, unknown>;
  /** What the well made ones give. */
  readonly outputs: ReadonlyMap<string, Output>;
}

/** A value of a node in which references may stand, and the schema of that place if there is one. */
export interface Holder {
  readonly place: Place;
  readonly path: Path;
  readonly value: unknown;
  readonly schema?: JsonSchema | undefined;
}

export function referenceProblems(holder: Holder, known: Known): Problem[] {
  return standing(holder.value, []).flatMap(({ value, at }) => {
    const path = pathText([...holder.path, ...at]);
    if (!isRef(value) || !isWellFormed(value.$ref)) {
      return [
        {
          path,
          message: `${JSON.stringify(value)} is no reference`,
          remedy:
            'A reference is an object with $ref alone: a node’s id and the fields below it, with dots between',
        },
      ];
    }
    return availability(value.$ref, holder, known, path) ?? typeProblems(value.$ref, at, holder, known, path);
  });
}

const isWellFormed = (ref: string): boolean => {
  const { node, path } = splitRef(ref);
  return idPattern.test(node) && path.every((field) => field !== '');
};

/** Everything with a `$ref` in it, well made or not. */
function standing(value: unknown, at: Path): { value: unknown; at: Path }[] {
  if (looksLikeRef(value)) return [{ value, at }];
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => standing(item, [...at, index]));
  if (isRecord(value)) return Object.entries(value).flatMap(([key, item]) => standing(item, [...at, key]));
  return [];
}

function availability(ref: string, { place }: Holder, known: Known, path: string): Problem[] | undefined {
  const { node } = splitRef(ref);
  if (!known.ids.has(node)) {
    const possible = [...place.before].filter((id) => known.outputs.get(id)?.gives !== 'nothing');
    const remedy =
      possible.length === 0
        ? 'Nothing is complete before this place'
        : `Complete before this place: ${possible.join(', ')}`;
    return [{ path, message: `refers to ${ref}, but there is no node '${node}'`, remedy }];
  }
  if (known.outputs.get(node)?.gives === 'nothing') {
    return [
      {
        path,
        message: `refers to ${ref}, but '${node}' gives no output`,
        remedy: 'Refer to a step, a gate or a release',
      },
    ];
  }
  if (place.before.has(node)) return undefined;
  const why =
    node === place.node.id
      ? 'that is this node itself'
      : place.inside.includes(node)
        ? `'${node}' holds this node`
        : `'${node}' is not complete before this place`;
  return [
    {
      path,
      message: `refers to ${ref}, but ${why}`,
      remedy: `Put '${node}' earlier in a sequence that both stand in`,
    },
  ];
}

function typeProblems(ref: string, at: Path, holder: Holder, known: Known, path: string): Problem[] {
  const { node, path: fields } = splitRef(ref);
  const output = known.outputs.get(node);
  if (output?.gives !== 'value') return [];
  const from = spotAt(output.schema, fields);
  if (from === undefined) return [noSuchField(ref, output.schema, path)];
  const root = holder.schema;
  const to = root && spotAt(root, at);
  if (root === undefined || to === undefined) return [];
  if (from.optional && !from.open && !mayBeLeftOut(root, at)) {
    return [
      {
        path,
        message: `refers to ${ref}, which may be absent; a value is needed here`,
        remedy: 'Refer to a field that is always given, or have the question it comes from be required',
      },
    ];
  }
  const reason = misfit({ root: output.schema, spot: from }, { root, spot: to });
  return reason === undefined
    ? []
    : [
        {
          path,
          message: `refers to ${ref}, which doesn’t fit: ${reason}`,
          remedy: 'Refer to a field of the wanted type',
        },
      ];
}

function mayBeLeftOut(root: JsonSchema, at: Path): boolean {
  const last = at.at(-1);
  if (typeof last !== 'string') return false;
  const parent = spotAt(root, at.slice(0, -1));
  return parent === undefined || spotBelow(root, { ...parent, optional: false }, last)?.optional !== false;
}

function noSuchField(ref: string, schema: JsonSchema, path: string): Problem {
  const { node, path: fields } = splitRef(ref);
  const good = fields.findIndex((_, index) => spotAt(schema, fields.slice(0, index + 1)) === undefined);
  const holder = spotAt(schema, fields.slice(0, good));
  const names = [...new Set(holder?.alternatives.flatMap(({ properties }) => Object.keys(properties ?? {})))];
  const where = [node, ...fields.slice(0, good)].join('.');
  return {
    path,
    message: `refers to ${ref}, but ${where} has no field '${fields[good] ?? ''}'`,
    remedy: names.length === 0 ? `Refer to ${where} itself` : `${where} has: ${names.join(', ')}`,
  };
}
