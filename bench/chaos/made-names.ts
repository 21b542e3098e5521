/** Names that a release makes up itself, such as a Job's or a commit's: two runs are held against each other without them. Pure. */
import type { PlanNode } from '../../src/runbook/plan.ts';
import { keyOf } from '../../src/workflows/key.ts';
import { flatten } from '../../src/workflows/state.ts';
import { mostRounds } from './trace.ts';

/** Writes a made name as its node's and round's, wherever it stands in a text. */
export type Plain = (text: string) => string;

/** So much of a key, its end, is in the names of Jobs. */
const inNames = 20;

export interface Named {
  /** The first run id: keys are made of it. */
  readonly runId: string;
  readonly root: PlanNode | undefined;
}

export function withoutMadeNames(releases: readonly Named[]): Plain {
  const names = releases.flatMap(({ runId, root }) =>
    (root === undefined ? [] : flatten(root)).flatMap(({ node: { id } }) =>
      Array.from({ length: mostRounds }, (_, at) => ({
        key: keyOf(runId, id, at + 1),
        as: `(${id}, round ${at + 1})`,
      })),
    ),
  );
  return (text) =>
    names.reduce((left, { key, as }) => left.replaceAll(key, as).replaceAll(key.slice(-inNames), as), text);
}

/** Commits and digests that were not in the world before, by the order in which they come up: they are dated, and never the same. */
export function withoutNewHashes(before: unknown): Plain {
  const known = JSON.stringify(before);
  return (text) => {
    const found = new Map<string, string>();
    return text.replace(/(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])/g, (hash) => {
      if (known.includes(hash)) return hash;
      if (!found.has(hash)) found.set(hash, `(new hash ${found.size + 1})`);
      return found.get(hash) ?? hash;
    });
  };
}

/** A whole snapshot. */
export const plainly = (plain: Plain, value: unknown): unknown => JSON.parse(plain(JSON.stringify(value)));
