/** What readers of calls ask of arguments: names, texts, and flags that may be unknown. */
import { pathOf, resolve } from './scope.ts';
import type { Bound, Names, Scope } from './scope.ts';
import type { Call, Expression } from './syntax.ts';
import { textOf } from './text.ts';

/** A call with the names that it is read by. */
export interface Called {
  readonly call: Call;
  readonly scope: Scope;
  readonly names: Names;
}

/** The argument that has this name or, without one, this place. */
export function argument({ call, scope }: Called, name: string, place?: number): Bound | undefined {
  const value = call.named.get(name) ?? (place === undefined ? undefined : call.arguments[place]);
  return value === undefined ? undefined : { value, scope };
}

/** A name as text; one that can't be told stands in angle brackets, as it is written. */
export function nameOf(bound: Bound | undefined): string {
  if (bound === undefined) return '<?>';
  const { value } = resolve(bound);
  if (value.type === 'none') return '';
  return textOf(bound) ?? `<${bound.value.text}>`;
}

export type Flag = 'yes' | 'no' | 'unknown';

/** `nullable=False`; absent is `otherwise`. */
export function flag(bound: Bound | undefined, otherwise: Flag): Flag {
  if (bound === undefined) return otherwise;
  const { value } = resolve(bound);
  if (value.type === 'true') return 'yes';
  if (value.type === 'false' || value.type === 'none') return 'no';
  return 'unknown';
}

/** The last name of what is called: `add_column` of `op.add_column(…)`. */
export function methodOf(call: Call): string {
  return call.callee.type === 'name' || call.callee.type === 'member' ? call.callee.name : '';
}

/** What a method is called on. */
export function objectOf({ call, scope }: Called): Bound | undefined {
  return call.callee.type === 'member' ? resolve({ value: call.callee.of, scope }) : undefined;
}

export function isPath(bound: Bound | undefined, names: Names, path: RegExp): boolean {
  return bound !== undefined && path.test(pathOf(bound.value, names) ?? '');
}

/** The call behind an expression, by its last name: `Column` for a variable that holds `sa.Column(…)`. */
export function calledAs(bound: Bound | undefined, names: Names, ...methods: string[]): Called | undefined {
  if (bound === undefined) return undefined;
  const { value, scope } = resolve(bound);
  return value.type === 'call' && methods.includes(methodOf(value))
    ? { call: value, scope, names }
    : undefined;
}

export const bind = (value: Expression, scope: Scope): Bound => ({ value, scope });
