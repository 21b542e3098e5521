/** The names that a file gives a meaning to: its imports, functions, classes, and what its top level assigns. */
import { Scope } from './scope.ts';
import type { Names } from './scope.ts';
import type { FunctionDefinition, Statement } from './syntax.ts';

/** What these two stand for nearly everywhere, even where an import can't be seen. */
const customary: readonly (readonly [string, string])[] = [
  ['op', 'alembic.op'],
  ['sa', 'sqlalchemy'],
];

export interface FileNames extends Names {
  readonly scope: Scope;
}

export function namesOf(statements: readonly Statement[]): FileNames {
  const imports = new Map(customary);
  const functions = new Map<string, FunctionDefinition>();
  const twice = new Set<string>();
  const classes = new Set<string>();
  const shared = new Set<string>();
  const scope = new Scope();

  const look = (some: readonly Statement[], where: 'file' | 'within'): void => {
    for (const statement of some) {
      if (statement.type === 'import') for (const [name, path] of statement.names) imports.set(name, path);
      if (statement.type === 'class') classes.add(statement.name);
      if (statement.type === 'function') {
        if (functions.has(statement.name)) twice.add(statement.name);
        functions.set(statement.name, statement);
      }
      if (statement.type === 'assign' && where === 'file')
        for (const target of statement.targets)
          if (target.type === 'name' && statement.targets.length === 1 && statement.operator === '=')
            scope.assign(target.name, { value: statement.value, scope: scope.snapshot() }, 'perhaps');
          else if (target.type === 'name') scope.forget(target.name);
      if (statement.type === 'assign' && statement.operator === 'global')
        for (const target of statement.targets) if (target.type === 'name') shared.add(target.name);
      if (statement.type === 'block') look(statement.body, where);
      if (statement.type === 'function' || statement.type === 'class') look(statement.body, 'within');
    }
  };
  look(statements, 'file');
  // What functions assign anew may have changed by whenever it is read.
  for (const name of shared) scope.forget(name);
  // Which of two functions of one name is called can't be told.
  for (const name of twice) functions.delete(name);
  return { imports, functions, classes, scope };
}
