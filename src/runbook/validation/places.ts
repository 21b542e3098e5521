/** Walks a plan, well made or not, and says of each node where it stands and what is complete before it. */
import { isRecord } from '../json.ts';
import { nodeSchema } from '../plan.ts';
import type { PlanNode } from '../plan.ts';
import type { Path } from '../problem.ts';

export interface Place {
  readonly node: PlanNode;
  readonly path: Path;
  /** Ids of the nodes that are complete when this one begins. */
  readonly before: ReadonlySet<string>;
  /** Ids of the nodes that it stands in. */
  readonly inside: readonly string[];
  /** Whether others may run at the same time: it stands somewhere in a parallel. */
  readonly besideOthers: boolean;
}

export interface Places {
  /** Nodes whose own fields are well made, in the order of the plan. */
  readonly places: readonly Place[];
  /** Every id, also of nodes that are not well made, with the places that carry it. */
  readonly ids: ReadonlyMap<string, readonly Path[]>;
}

interface Standing {
  readonly path: Path;
  readonly before: ReadonlySet<string>;
  readonly inside: readonly string[];
  readonly besideOthers: boolean;
}

export function placesOf(root: unknown): Places {
  const places: Place[] = [];
  const ids = new Map<string, Path[]>();

  /** Gives the ids that are complete once this node is. */
  const visit = (raw: unknown, standing: Standing): ReadonlySet<string> => {
    if (!isRecord(raw)) return new Set();
    const id = typeof raw['id'] === 'string' ? raw['id'] : undefined;
    if (id !== undefined) ids.set(id, [...(ids.get(id) ?? []), standing.path]);
    const node = withoutChildren(raw);
    if (node !== undefined) places.push({ node, ...standing });
    const complete = visitChildren(raw, {
      ...standing,
      inside: id === undefined ? standing.inside : [...standing.inside, id],
      besideOthers: standing.besideOthers || raw['type'] === 'parallel',
    });
    return id === undefined ? complete : new Set([...complete, id]);
  };

  const visitChildren = (raw: Record<string, unknown>, standing: Standing): ReadonlySet<string> => {
    if (raw['type'] === 'guard') return visit(raw['node'], { ...standing, path: [...standing.path, 'node'] });
    const complete = new Set<string>();
    const children: readonly unknown[] = Array.isArray(raw['nodes']) ? raw['nodes'] : [];
    for (const [index, child] of children.entries()) {
      const before =
        raw['type'] === 'sequence' ? new Set([...standing.before, ...complete]) : standing.before;
      for (const id of visit(child, { ...standing, path: [...standing.path, 'nodes', index], before }))
        complete.add(id);
    }
    return complete;
  };

  visit(root, { path: ['root'], before: new Set(), inside: [], besideOthers: false });
  return { places, ids };
}

/** The node with nothing in it, if its own fields are well made. */
function withoutChildren(raw: Record<string, unknown>): PlanNode | undefined {
  const own = { ...raw };
  if (Array.isArray(own['nodes'])) own['nodes'] = [];
  if (own['type'] === 'guard') own['node'] = emptySequence;
  const parsed = nodeSchema.safeParse(own);
  return parsed.success ? parsed.data : undefined;
}

const emptySequence: PlanNode = { type: 'sequence', id: 'empty', title: 'Empty', nodes: [] };
