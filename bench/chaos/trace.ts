/** A voyage's events by node and phase: what there is to strike at, and in which order. Pure. */
import type { PlanNode } from '../../src/runbook/plan.ts';
import { flatten } from '../../src/workflows/state.ts';
import { keyOf } from '../../src/workflows/key.ts';
import type { ActivityEvent, ChaosEvent, RequestEvent } from './event.ts';

/** Rounds of a node that a person may have ordered in one run. */
export const mostRounds = 8;

/** What works for no step is named after its activity; a watch after its soak or guard. */
export function nodeOfEvent(
  root: PlanNode | undefined,
  runId: string,
): (event: ChaosEvent) => string | undefined {
  const nodes = root === undefined ? [] : flatten(root).map(({ node }) => node);
  const byKey = new Map(
    nodes.flatMap(({ id }) =>
      Array.from({ length: mostRounds }, (_, at) => [keyOf(runId, id, at + 1), id] as const),
    ),
  );
  return (event) => {
    const by = event.type === 'activity' ? event : event.by;
    if (by === undefined) return undefined;
    if (by.key !== null) return byKey.get(by.key);
    return by.node ?? by.phase;
  };
}

/** One activity of one node, over all attempts. */
export interface Passage {
  readonly node: string;
  readonly phase: string;
  readonly activities: readonly ActivityEvent[];
  readonly requests: readonly RequestEvent[];
}

/** In the order in which they began. */
export function passagesOf(
  events: readonly ChaosEvent[],
  nodeOf: (event: ChaosEvent) => string | undefined,
): Passage[] {
  const found = new Map<
    string,
    { node: string; phase: string; activities: ActivityEvent[]; requests: RequestEvent[] }
  >();
  for (const event of events) {
    const node = nodeOf(event);
    const phase = event.type === 'activity' ? event.phase : event.by?.phase;
    if (node === undefined || phase === undefined) continue;
    const name = `${node}/${phase}`;
    const passage = found.get(name) ?? { node, phase, activities: [], requests: [] };
    found.set(name, passage);
    if (event.type === 'activity') passage.activities.push(event);
    else passage.requests.push(event);
  }
  return [...found.values()];
}

/** How often an activity asks the world for something of a kind. */
export const countOf = ({ requests }: Passage, does: RequestEvent['does']): number =>
  requests.filter((request) => request.does === does && request.side === 'before').length;

const systems: Readonly<Record<string, string>> = { v2: 'oci', token: 'oci' };

/** The practised systems that an activity speaks to. */
export const systemsOf = ({ requests }: Passage): string[] => [
  ...new Set(requests.map(({ path }) => path.split('/')[1] ?? '').map((name) => systems[name] ?? name)),
];
