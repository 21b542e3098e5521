/** Where two snapshots of the world differ, a line a place: `kubernetes.rollouts.app.image: "a" became "b"`. Pure. */
import { canonicalJson } from '../runbook/digest.ts';
import { isRecord, jsonSchema } from '../runbook/json.ts';
import type { Json } from '../runbook/json.ts';

export const differences = (before: unknown, after: unknown): string[] =>
  between(jsonSchema.parse(before), jsonSchema.parse(after), '');

function between(before: Json | undefined, after: Json | undefined, path: string): string[] {
  const [was, is] = [written(before), written(after)];
  if (was === is) return [];
  if (!isRecord(before) || !isRecord(after)) return [`${path}: ${was} became ${is}`];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => between(before[name], after[name], path === '' ? name : `${path}.${name}`));
}

const written = (value: Json | undefined): string => (value === undefined ? 'nothing' : canonicalJson(value));
