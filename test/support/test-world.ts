/** What the engine's test steps act on: a table of slots, the order of all effects, and faults to come. */
export interface Slot {
  readonly value: string;
  readonly key: string;
  readonly ready: boolean;
}

type Fault = 'unknown' | 'refuse' | 'flaky' | 'lost-reply' | 'goes-dark' | 'fail' | 'undo';

class TestWorld {
  readonly #slots = new Map<string, Slot>();
  readonly #faults: { fault: Fault; name: string }[] = [];
  readonly #held = new Set<string>();
  /** `set a`, `undo a`, … in the order in which they happened. */
  readonly effects: string[] = [];
  /** Numbers that the test check reads. */
  readonly gauges = new Map<string, number | null>();
  /** Requests a second of a canary (a baseline has nine times as many), and the share of errors of both. */
  readonly arms = new Map<string, { requests: number; canary: number; baseline: number } | 'dark'>();

  get = (name: string): Slot | undefined => this.#slots.get(name);
  set(name: string, slot: Slot, why: 'act' | 'settle' = 'act'): void {
    this.#slots.set(name, slot);
    if (why === 'act') this.effects.push(`set ${name}`);
  }
  restore(name: string, before: string | null): void {
    if (before === null) this.#slots.delete(name);
    else this.#slots.set(name, { value: before, key: 'restored', ready: true });
    this.effects.push(`undo ${name}`);
  }
  values = (): Record<string, string> =>
    Object.fromEntries([...this.#slots].map(([name, { value }]) => [name, value]));
  /** The next `times` calls on `name` meet this fault. */
  fault(fault: Fault, name: string, times = 1): void {
    for (let i = 0; i < times; i++) this.#faults.push({ fault, name });
  }
  takeFault(fault: Fault, name: string): boolean {
    const index = this.#faults.findIndex((f) => f.fault === fault && f.name === name);
    if (index >= 0) this.#faults.splice(index, 1);
    return index >= 0;
  }
  holdUndo = (name: string) => void this.#held.add(`undo ${name}`);
  freeUndo = (name: string) => void this.#held.delete(`undo ${name}`);
  isUndoHeld = (name: string): boolean => this.#held.has(`undo ${name}`);
  hold = (name: string) => void this.#held.add(name);
  free = (name: string) => void this.#held.delete(name);
  isHeld = (name: string): boolean => this.#held.has(name);
  /** Looks at it do not end until they are freed. */
  holdLook = (name: string) => void this.#held.add(`look ${name}`);
  freeLook = (name: string) => void this.#held.delete(`look ${name}`);
  isLookHeld = (name: string): boolean => this.#held.has(`look ${name}`);
  clear(): void {
    this.#slots.clear();
    this.#faults.length = 0;
    this.#held.clear();
    this.effects.length = 0;
    this.gauges.clear();
    this.arms.clear();
  }
}

export const testWorld = new TestWorld();
