/** Reads one function of a Python migration: what it does when it is called. */
import type { Found } from '../act.ts';
import { unknownAct } from '../act.ts';
import { namesOf } from '../python/names.ts';
import type { FileNames } from '../python/names.ts';
import { readPython } from '../python/read.ts';
import { Scope } from '../python/scope.ts';
import type { Statement } from '../python/syntax.ts';
import { TooMuch, Walk } from '../python/walk.ts';
import type { ReadCall } from '../python/walk.ts';

export type ReadFile =
  | { readonly ok: true; readonly statements: readonly Statement[]; readonly names: FileNames }
  | { readonly ok: false; readonly found: readonly Found[] };

export function readFile(text: string): ReadFile {
  const file = readPython(text);
  return file.ok
    ? { ok: true, statements: file.statements, names: namesOf(file.statements) }
    : { ok: false, found: [{ line: file.line, act: unknownAct('file', file.why) }] };
}

/** What `name` does; undefined where the file has no such function. */
export function callFunction(
  { statements, names }: Extract<ReadFile, { ok: true }>,
  name: string,
  read: ReadCall,
): readonly Found[] | undefined {
  const entry = statements.findLast((one) => one.type === 'function' && one.name === name);
  if (entry?.type !== 'function') return undefined;
  const walk = new Walk(names, read);
  try {
    walk.statements(entry.body, new Scope(names.scope));
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    return [...walk.found, { line: entry.line, act: unknownAct('file', 'does more than can be followed') }];
  }
  return walk.found;
}

/** The readers one after another: the first that knows a call says what it does. */
export const firstOf =
  (...readers: readonly ReadCall[]): ReadCall =>
  (call, scope, names) => {
    for (const read of readers) {
      const acts = read(call, scope, names);
      if (acts !== undefined) return acts;
    }
    return undefined;
  };
