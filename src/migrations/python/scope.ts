/** What names stand for while a function is followed: never run, only looked up. */
import type { Expression, FunctionDefinition } from './syntax.ts';

/** An expression with the names that it is to be read by. */
export interface Bound {
  readonly value: Expression;
  readonly scope: Scope;
}

/** A name that stands for more than one thing: which of them can't be told. */
const many = Symbol('many');

const mostNames = 500;

export class Scope {
  readonly #values: Map<string, Bound | typeof many>;
  readonly #outer: Scope | undefined;

  constructor(outer?: Scope, values = new Map<string, Bound | typeof many>()) {
    this.#outer = outer;
    this.#values = values;
  }

  /** As it is now: what a name is given is read by what its parts stood for then. */
  snapshot(): Scope {
    return new Scope(this.#outer, new Map([...this.#values].slice(-mostNames)));
  }

  /** The outermost scope: that of the file. */
  file(): Scope {
    return this.#outer?.file() ?? this;
  }

  /** `certain`: this assignment has run when the next statement does. `perhaps`: it stands in a branch. */
  assign(name: string, bound: Bound, when: 'certain' | 'perhaps'): void {
    const before = this.#values.get(name);
    const same = before === undefined || (before !== many && before.value.text === bound.value.text);
    this.#values.set(name, when === 'certain' || same ? bound : many);
  }

  forget(name: string): void {
    this.#values.set(name, many);
  }

  /** What the name stands for was changed in place: by whatever name it goes, it isn't what was written. */
  changed(name: string): void {
    const found = this.#values.get(name);
    if (found === undefined && this.#outer !== undefined) return this.#outer.changed(name);
    this.#values.set(name, many);
    if (found !== undefined && found !== many && found.value.type === 'name' && found.value.name !== name)
      for (const scope of [this, found.scope]) scope.changed(found.value.name);
  }

  /** All that names of this scope and those around it stand for. */
  bounds(): Bound[] {
    const own = [...this.#values.values()].filter((found) => found !== many);
    return [...(this.#outer?.bounds() ?? []), ...own];
  }

  /** A turn of a loop has assigned these: after it they may stand for anything. */
  forgetAll(turn: Scope): void {
    for (const name of turn.#values.keys()) this.forget(name);
  }

  /** Undefined for names that nothing is known of. */
  lookup(name: string): Bound | undefined {
    const found = this.#values.get(name);
    if (found === many) return undefined;
    return found ?? this.#outer?.lookup(name);
  }
}

/** A file's own names: what is imported, its functions and its classes. */
export interface Names {
  readonly imports: ReadonlyMap<string, string>;
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  readonly classes: ReadonlySet<string>;
}

/** Follows names to what they stand for. */
export function resolve(bound: Bound): Bound {
  let current = bound;
  for (let hops = 0; hops < 20; hops += 1) {
    if (current.value.type !== 'name') return current;
    const next = current.scope.lookup(current.value.name);
    if (next === undefined || next.value === current.value) return current;
    current = next;
  }
  return current;
}

/** `sa.sql.text` as 'sqlalchemy.sql.text'; undefined for what is no chain of names. */
export function pathOf(expression: Expression, names: Names): string | undefined {
  if (expression.type === 'name') return names.imports.get(expression.name) ?? expression.name;
  if (expression.type !== 'member') return undefined;
  const of = pathOf(expression.of, names);
  return of === undefined ? undefined : `${of}.${expression.name}`;
}
