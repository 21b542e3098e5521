/** Recognises the event at which a place is reached. Counts requests, so it serves one run. */
import type { ChaosEvent } from './event.ts';
import type { Place } from './point.ts';

export function tripOf(
  place: Extract<Place, { at: 'activity' | 'request' }>,
  nodeOf: (event: ChaosEvent) => string | undefined,
): (event: ChaosEvent) => boolean {
  let count = 0;
  /** Some go out side by side: the reply that is waited for is that to the nth. */
  let nth: string | undefined;
  return (event) => {
    if (nodeOf(event) !== place.node) return false;
    if (place.at === 'activity')
      return event.type === 'activity' && event.phase === place.phase && event.moment === place.moment;
    if (event.type !== 'request' || event.by?.phase !== place.phase || event.does !== place.does)
      return false;
    const request = `${event.method} ${event.path}`;
    if (event.side === 'before') {
      count += 1;
      if (count === place.nth) nth = request;
      return place.side === 'before' && count === place.nth;
    }
    return place.side === 'after' && request === nth;
  };
}
