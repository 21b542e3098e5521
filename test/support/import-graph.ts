/** What a source file loads when it is imported: its own files and packages, types left out. By the parser of TypeScript. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Static imports alone: what `import()` loads is loaded when it is needed. */
export function packagesLoadedBy(
  file: string,
  seen = new Set<string>(),
  packages = new Set<string>(),
): Set<string> {
  if (seen.has(file)) return packages;
  seen.add(file);
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  for (const statement of source.statements) {
    const specifier = specifierOf(statement);
    if (specifier === undefined) continue;
    if (specifier.startsWith('.')) packagesLoadedBy(join(dirname(file), specifier), seen, packages);
    else packages.add(specifier);
  }
  return packages;
}

function specifierOf(statement: ts.Statement): string | undefined {
  if (ts.isImportDeclaration(statement)) {
    if (statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return undefined;
    return textOf(statement.moduleSpecifier);
  }
  if (ts.isExportDeclaration(statement) && !statement.isTypeOnly && statement.moduleSpecifier !== undefined) {
    return textOf(statement.moduleSpecifier);
  }
  return undefined;
}

const textOf = (node: ts.Expression): string | undefined =>
  ts.isStringLiteral(node) ? node.text : undefined;
