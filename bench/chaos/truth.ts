/** What the status view may never say: that something done is no longer, that time ran backwards, an end before the end. Pure. */
import type { AuditEntry, NodeState, NodeView, ReleaseView } from '../../src/workflows/view.ts';

/** From where a node may still go where; a retry begins a parked one again, a rollback turns anything back. */
const rank: Readonly<Record<NodeState, number>> = {
  pending: 0,
  running: 1,
  waiting: 1,
  parked: 1,
  done: 2,
  skipped: 2,
  failed: 2,
  cancelled: 2,
  undoing: 3,
  'undo-parked': 3,
  undone: 4,
};

/** Where `next` contradicts `last`, which was seen before it. */
export function contradictions(last: ReleaseView | undefined, next: ReleaseView): string[] {
  const alone = [
    ...(next.outcome !== undefined && next.phase !== 'closed'
      ? [`an outcome (${next.outcome}) while ${next.phase}`]
      : []),
    ...(next.outcome === 'succeeded' ? unfinished(next) : []),
  ];
  if (last === undefined) return alone;
  return [
    ...alone,
    ...(last.phase === 'closed' && next.phase !== 'closed' ? [`closed became ${next.phase}`] : []),
    ...(last.phase === 'rolling-back' && next.phase === 'running' ? ['rolling back became running'] : []),
    ...(last.digest !== undefined && last.digest !== next.digest ? ['another plan'] : []),
    ...next.nodes.flatMap((node) =>
      stepBack(
        last.nodes.find(({ id }) => id === node.id),
        node,
      ),
    ),
    ...forgotten(last, next),
  ];
}

const unfinished = ({ nodes }: ReleaseView): string[] =>
  nodes.filter(({ state }) => rank[state] < 2).map(({ id, state }) => `succeeded, and ${id} is ${state}`);

function stepBack(last: NodeView | undefined, next: NodeView): string[] {
  if (last === undefined) return [];
  const { id } = next;
  return [
    ...(rank[next.state] < rank[last.state] ? [`${id} was ${last.state} and became ${next.state}`] : []),
    ...(next.round < last.round ? [`${id} was in round ${last.round} and became ${next.round}`] : []),
    ...(rank[last.state] > 1 && apart(last.startedAt, next.startedAt)
      ? [`${id} began at ${last.startedAt ?? 'no time'}, then at ${next.startedAt ?? 'no time'}`]
      : []),
  ];
}

/** Temporal dates what it does again, after a workflow task was lost, by the later task. */
const redatedMs = 5000;

const apart = (a = '', b = ''): boolean => a !== b && !(Math.abs(Date.parse(a) - Date.parse(b)) <= redatedMs);

/** Each entry stays where it was; only its time may be that of the later task. */
function forgotten(last: ReleaseView, next: ReleaseView): string[] {
  const kept = ({ at: _, ...entry }: AuditEntry): string => JSON.stringify(entry);
  const told = ({ at, says }: AuditEntry): string => `‘${says}’ of ${at}`;
  return last.audit.flatMap((entry, at) => {
    const now = next.audit[at];
    if (now !== undefined && kept(now) === kept(entry) && !apart(entry.at, now.at)) return [];
    return [`the audit had ${told(entry)}, then ${now === undefined ? 'nothing' : told(now)}`];
  });
}
