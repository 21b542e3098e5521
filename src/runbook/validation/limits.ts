/** How large a plan may be: what people can read, Temporal can carry and a walk can finish. */
import { canonicalJson } from '../digest.ts';
import { isRecord } from '../json.ts';
import type { Plan } from '../plan.ts';
import type { Problem } from '../problem.ts';

export const limits = { nodes: 500, bytes: 256 * 1024, depth: 200 } as const;

const remedy = 'Split it: a `release` node runs a part as a release of its own';

/** Before anything walks it. Ends on values that hold themselves, too. */
export function depthProblems(plan: unknown): Problem[] {
  let level: unknown[] = [plan];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.depth)
      return [{ path: '', message: `is nested deeper than ${limits.depth} levels`, remedy }];
    level = level.flatMap((value) =>
      Array.isArray(value) ? (value as unknown[]) : isRecord(value) ? Object.values(value) : [],
    );
    if (level.length > limits.bytes) return [tooLarge(`holds more than ${limits.bytes} values`)];
  }
  return [];
}

export function sizeProblems(plan: Plan, nodes: number): Problem[] {
  const bytes = new TextEncoder().encode(canonicalJson(plan)).length;
  return [
    ...(nodes > limits.nodes ? [tooLarge(`has ${nodes} nodes; at most ${limits.nodes} are allowed`)] : []),
    ...(bytes > limits.bytes ? [tooLarge(`has ${bytes} bytes; at most ${limits.bytes} are allowed`)] : []),
  ];
}

const tooLarge = (message: string): Problem => ({ path: 'root', message, remedy });
