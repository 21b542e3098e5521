/** Holds a release at exactly one event, once, until what shall happen there has happened; remembers all events. */
import type { ActivityEvent, ChaosEvent, Verdict } from './event.ts';

type Strike = (event: ChaosEvent) => Promise<Verdict>;

export class Tripwire {
  readonly events: ChaosEvent[] = [];
  readonly #listeners = new Set<(event: ChaosEvent) => void>();
  #set: { readonly matches: (event: ChaosEvent) => boolean; readonly strike: Strike } | undefined;

  set(matches: (event: ChaosEvent) => boolean, strike: Strike): void {
    this.#set = { matches, strike };
  }

  /** Whatever is still set did not happen. */
  clear(): 'struck' | 'missed' {
    const missed = this.#set !== undefined;
    this.#set = undefined;
    this.events.length = 0;
    this.#listeners.clear();
    return missed ? 'missed' : 'struck';
  }

  listen(listener: (event: ChaosEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The activity that has begun under a key, and not ended. */
  under(key: string): ActivityEvent | undefined {
    const last = this.events.findLast((event) => event.type === 'activity' && event.key === key);
    return last?.type === 'activity' && last.moment === 'begin' ? last : undefined;
  }

  /** Called for each event; whoever reports it waits for the verdict. */
  async pass(event: ChaosEvent): Promise<Verdict> {
    this.events.push(event);
    for (const listener of this.#listeners) listener(event);
    const set = this.#set;
    if (set === undefined || !set.matches(event)) return 'go';
    this.#set = undefined;
    return set.strike(event);
  }
}
