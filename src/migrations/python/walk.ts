/** Follows what a function of a file would do, call by call: into its branches, loops and helpers. Nothing is run. */
import type { Act, Found } from '../act.ts';
import { unknownAct } from '../act.ts';
import { isHarmless } from './harmless.ts';
import { pathOf, resolve, Scope } from './scope.ts';
import type { Bound, Names } from './scope.ts';
import type { Call, Expression, FunctionDefinition, Statement } from './syntax.ts';

/** What a framework's own call does: acts, perhaps none; `undefined` where the framework knows no such call. */
export type ReadCall = (call: Call, scope: Scope, names: Names) => readonly Act[] | undefined;

/** More than people write: what is built to be endless is given up. */
const mostSteps = 20_000;
const deepestCalls = 8;
const mostTurns = 100;

export class TooMuch extends Error {}

export class Walk {
  readonly found: Found[] = [];
  readonly #names: Names;
  readonly #read: ReadCall;
  #steps = 0;
  #calls: string[] = [];

  constructor(names: Names, read: ReadCall) {
    this.#names = names;
    this.#read = read;
  }

  statements(statements: readonly Statement[], scope: Scope, when: 'certain' | 'perhaps' = 'certain'): void {
    for (const statement of statements) this.#statement(statement, scope, when);
  }

  #statement(statement: Statement, scope: Scope, when: 'certain' | 'perhaps'): void {
    this.#step();
    switch (statement.type) {
      case 'expression':
        return this.expression(statement.value, scope);
      case 'assign':
        this.expression(statement.value, scope);
        return assign(statement, scope, when);
      case 'plain':
        return statement.parts.forEach((part) => this.expression(part, scope));
      case 'block':
        return this.#block(statement, scope, when);
      case 'class':
        return this.statements(statement.body, new Scope(scope));
      case 'function':
      case 'import':
        return undefined;
    }
  }

  #block(
    { keyword, heads, body }: Extract<Statement, { type: 'block' }>,
    scope: Scope,
    when: 'certain' | 'perhaps',
  ): void {
    for (const { value } of heads) this.expression(value, scope);
    const [head] = heads;
    if (keyword === 'with') {
      for (const { value, as } of heads) if (as !== undefined) scope.assign(as, { value, scope }, 'certain');
      return this.statements(body, scope, when);
    }
    if (keyword === 'other' || head === undefined) return this.statements(body, scope, 'perhaps');

    const over = resolve({ value: head.value, scope });
    if (head.as === undefined || over.value.type !== 'list' || over.value.items.length > mostTurns) {
      if (head.as !== undefined) scope.forget(head.as);
      return this.statements(body, scope, 'perhaps');
    }
    for (const item of over.value.items) {
      const turn = new Scope(scope);
      turn.assign(head.as, { value: item, scope: over.scope }, 'certain');
      this.statements(body, turn, 'certain');
      scope.forgetAll(turn);
    }
  }

  /** Looks at every call in the expression, the outermost first: one that is understood stands for all within. */
  expression(expression: Expression, scope: Scope): void {
    this.#step();
    switch (expression.type) {
      case 'call':
        return this.#call(expression, scope);
      case 'member':
        return this.expression(expression.of, scope);
      case 'item':
        this.expression(expression.of, scope);
        return this.expression(expression.key, scope);
      case 'binary':
        this.expression(expression.left, scope);
        return this.expression(expression.right, scope);
      case 'list':
        return expression.items.forEach((item) => this.expression(item, scope));
      case 'format':
        return expression.parts.forEach((part) =>
          typeof part === 'string' ? undefined : this.expression(part, scope),
        );
      case 'other':
        return expression.parts.forEach((part) => this.expression(part, scope));
      default:
        return undefined;
    }
  }

  #call(call: Call, scope: Scope): void {
    const own = call.callee.type === 'name' ? this.#names.functions.get(call.callee.name) : undefined;
    if (own !== undefined) {
      this.#arguments(call, scope);
      return this.#follow(own, call, scope);
    }
    const acts = this.#read(call, scope, this.#names);
    if (acts !== undefined) {
      this.found.push(...acts.map((act) => ({ line: call.line, act })));
      return;
    }
    if (!isHarmless(call, pathOf(call.callee, this.#names), this.#names)) {
      const what = unknownAct('call', `does something else (${call.text})`);
      this.found.push({ line: call.line, act: what });
      return;
    }
    if (call.callee.type === 'member') {
      const { of, name } = call.callee;
      if (of.type === 'name' && (name === 'append' || name === 'extend')) scope.changed(of.name);
      this.expression(of, scope);
    }
    this.#arguments(call, scope);
  }

  #arguments(call: Call, scope: Scope): void {
    for (const argument of [...call.arguments, ...call.named.values()]) {
      this.expression(argument, scope);
      // A function that is handed on may be called there.
      const own = argument.type === 'name' ? this.#names.functions.get(argument.name) : undefined;
      if (own !== undefined) this.#follow(own, { ...call, arguments: [], named: new Map() }, scope);
    }
  }

  #follow(own: FunctionDefinition, call: Call, scope: Scope): void {
    if (this.#calls.includes(own.name) || this.#calls.length >= deepestCalls) {
      const what = unknownAct('call', `calls itself, or too deep to be followed (${call.text})`);
      this.found.push({ line: call.line, act: what });
      return;
    }
    this.#calls.push(own.name);
    this.statements(own.body, argumentsOf(own, call, scope));
    this.#calls.pop();
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps > mostSteps) throw new TooMuch();
  }
}

/** The names of a call's arguments within the function. Its own scope ends at the file's, not at the caller's. */
function argumentsOf(own: FunctionDefinition, call: Call, scope: Scope): Scope {
  const within = new Scope(scope.file());
  own.parameters.forEach((parameter, at) => {
    const value = call.spread === 'some' ? undefined : (call.named.get(parameter) ?? call.arguments[at]);
    if (value === undefined) within.forget(parameter);
    else within.assign(parameter, { value, scope }, 'certain');
  });
  return within;
}

function assign(
  { targets, operator, value }: Extract<Statement, { type: 'assign' }>,
  scope: Scope,
  when: 'certain' | 'perhaps',
): void {
  const bound: Bound = { value, scope: scope.snapshot() };
  const [only] = targets;
  const single = targets.length === 1 && operator === '=' && only?.type === 'name';
  if (single) return scope.assign(only.name, bound, when);
  for (const target of targets) {
    if (target.type === 'name') scope.forget(target.name);
    if (target.type === 'item' && target.of.type === 'name') scope.changed(target.of.name);
  }
}
