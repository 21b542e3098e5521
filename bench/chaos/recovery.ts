/** When a release that was struck moved again. Pure. */
import type { ActivityEvent, ChaosEvent } from './event.ts';
import type { Passage } from './trace.ts';
import type { Place, Stroke } from './point.ts';

export interface Recovery {
  /** From the kill. */
  readonly killToProgressMs: number;
  /** From the moment at which whoever was killed was there again. */
  readonly backToProgressMs: number;
}

interface Blow {
  readonly stroke: Stroke;
  readonly at: number;
  readonly backAt: number;
  readonly place: Place;
}

/**
 * What was hit moves when its own activity begins again, or one that comes after it in a run without a blow.
 * After a blow to the world it moves when the world answers it.
 */
export function recoveryOf(
  { stroke, at, backAt, place }: Blow,
  events: readonly ChaosEvent[],
  nodeOf: (event: ChaosEvent) => string | undefined,
  undisturbed: readonly Passage[],
  closedAt: number,
): Recovery | undefined {
  if (stroke.type !== 'kill') return undefined;
  const worldOnly = stroke.victims === 'world';
  const since = worldOnly ? at : backAt;
  const node = 'node' in place ? place.node : undefined;
  const after = laterThan(place, undisturbed);
  const moved = events.find((event) => {
    if (event.at <= since) return false;
    const hit = nodeOf(event);
    const concerns = node === undefined || hit === node || (hit !== undefined && after.has(hit));
    if (!concerns) return false;
    return worldOnly
      ? event.type === 'request' && event.side === 'after' && (event.status ?? 500) < 500
      : event.type === 'activity' && event.moment === 'begin';
  });
  const progress = moved?.at ?? closedAt;
  return { killToProgressMs: progress - at, backToProgressMs: Math.max(0, progress - backAt) };
}

/** Nodes that began when what was hit was through; a guard's own watch is no answer to a question under it. */
function laterThan(place: Place, passages: readonly Passage[]): ReadonlySet<string> {
  const node = 'node' in place ? place.node : undefined;
  const own = passages.filter((passage) => passage.node === node);
  const over = Math.max(...own.flatMap(({ activities }) => activities.map(({ at }) => at)));
  const later = passages.filter(
    (passage) =>
      passage.node !== node &&
      began(passage) >= over &&
      !(place.at === 'question' && passage.phase === 'watch'),
  );
  return new Set(later.map((passage) => passage.node));
}

const began = ({ activities }: Passage): number => Math.min(...activities.map(({ at }: ActivityEvent) => at));
