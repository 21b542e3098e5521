/** Reads a Python file, by its grammar and without running it. What the grammar doesn't know makes the whole file unreadable. */
import { parser } from '@lezer/python';
import type { SyntaxNode, Tree } from '@lezer/common';
import { childrenOf, deepest, lineAt, sourceOf, textOf, TooDeep } from './cursor.ts';
import type { Source } from './cursor.ts';
import { expressionOf } from './expressions.ts';
import type { Expression, PythonFile, Statement } from './syntax.ts';

export function readPython(text: string): PythonFile {
  const source = sourceOf(text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, ''));
  const tree = parser.parse(source.text);
  const wrong = firstError(tree);
  if (wrong !== undefined)
    return { ok: false, line: lineAt(source, wrong), why: 'what stands here is not Python that can be read' };
  try {
    return { ok: true, statements: statementsOf(source, tree.topNode, 0) };
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    return { ok: false, line: 1, why: 'it is nested deeper than can be read' };
  }
}

function firstError(tree: Tree): number | undefined {
  let at: number | undefined;
  tree.iterate({
    enter(node) {
      if (node.type.isError) at ??= node.from;
      return at === undefined;
    },
  });
  return at;
}

function statementsOf(source: Source, parent: SyntaxNode, depth: number): Statement[] {
  if (depth > deepest) throw new TooDeep();
  return childrenOf(parent).flatMap((node) => statementOf(source, node, depth));
}

const silent = new Set([':', ';', 'PassStatement', 'BreakStatement', 'ContinueStatement']);

function statementOf(source: Source, node: SyntaxNode, depth: number): Statement[] {
  if (silent.has(node.name)) return [];
  const line = lineAt(source, node.from);
  const children = childrenOf(node);
  const expression = (child: SyntaxNode): Expression => expressionOf(source, child);
  switch (node.name) {
    case 'StatementGroup':
      return statementsOf(source, node, depth + 1);
    case 'ExpressionStatement': {
      const [first, ...more] = children.filter(({ name }) => name !== ',');
      if (first === undefined) return [];
      if (more.length === 0) return [{ type: 'expression', value: expression(first), line }];
      return [{ type: 'plain', parts: [first, ...more].map(expression), line }];
    }
    case 'AssignStatement':
    case 'UpdateStatement':
      return [assignment(source, children, line)];
    case 'DecoratedStatement': {
      const inner = children.filter(({ name }) => name !== 'Decorator');
      return inner.flatMap((child) => statementOf(source, child, depth + 1));
    }
    case 'FunctionDefinition': {
      const body = children.find(({ name }) => name === 'Body');
      return [
        {
          type: 'function',
          name: nameIn(source, children),
          parameters: parametersOf(source, children),
          body: body === undefined ? [] : statementsOf(source, body, depth + 1),
          line,
        },
      ];
    }
    case 'ClassDefinition': {
      const body = children.find(({ name }) => name === 'Body');
      const bases = children.find(({ name }) => name === 'ArgList');
      return [
        {
          type: 'class',
          name: nameIn(source, children),
          bases:
            bases === undefined
              ? []
              : childrenOf(bases)
                  .filter(({ name }) => !['(', ')', ',', 'AssignOp'].includes(name))
                  .map(expression),
          body: body === undefined ? [] : statementsOf(source, body, depth + 1),
          line,
        },
      ];
    }
    case 'ScopeStatement': {
      const targets = children.filter(({ name }) => name === 'VariableName').map(expression);
      const [value] = targets;
      return value === undefined ? [] : [{ type: 'assign', targets, operator: 'global', value, line }];
    }
    case 'ImportStatement':
      return [{ type: 'import', names: importsOf(source, children), line }];
    case 'WithStatement':
    case 'ForStatement':
    case 'IfStatement':
    case 'WhileStatement':
    case 'TryStatement':
    case 'MatchStatement':
    case 'MatchBody':
    case 'MatchClause':
      return [block(source, node, depth)];
    default:
      return [
        {
          type: 'plain',
          parts: children.filter(({ name }) => /^[A-Z]/.test(name)).map(expression),
          line,
        },
      ];
  }
}

function assignment(source: Source, children: readonly SyntaxNode[], line: number): Statement {
  const marks = children.flatMap(({ name }, at) => (['AssignOp', 'UpdateOp'].includes(name) ? [at] : []));
  const last = marks.at(-1);
  const values = children.slice((last ?? children.length) + 1).filter(({ name }) => name !== ',');
  const [value, ...more] = values.map((child) => expressionOf(source, child));
  const mark = last === undefined ? undefined : children[last];
  if (value === undefined || mark === undefined) return { type: 'plain', parts: [], line };
  const targets = children
    .slice(0, last)
    .filter(({ name }) => !['AssignOp', ',', 'TypeDef'].includes(name))
    .map((child) => expressionOf(source, child));
  const whole: Expression =
    more.length === 0 ? value : { type: 'list', items: [value, ...more], line, text: value.text };
  return { type: 'assign', targets, operator: textOf(source, mark), value: whole, line };
}

/** All branches of an `if`, all clauses of a `try`: each may run. */
function block(source: Source, node: SyntaxNode, depth: number): Statement {
  const children = childrenOf(node);
  const keyword = node.name === 'WithStatement' ? 'with' : node.name === 'ForStatement' ? 'for' : 'other';
  const heads: { value: Expression; as: string | undefined }[] = [];
  const body: Statement[] = [];
  const loop: string[] = [];
  children.forEach((child, at) => {
    if (child.name === 'Body' || child.name === 'MatchBody' || child.name === 'MatchClause') {
      body.push(
        ...(child.name === 'Body'
          ? statementsOf(source, child, depth + 1)
          : [block(source, child, depth + 1)]),
      );
      return;
    }
    if (!/^[A-Z]/.test(child.name) || child.name === 'AssignOp') return;
    const before = children[at - 1]?.name;
    if (keyword === 'for' && heads.length === 0 && before !== 'in') {
      loop.push(textOf(source, child));
    } else if (before === 'as') {
      const held = heads.at(-1);
      if (held !== undefined) held.as = textOf(source, child);
    } else {
      heads.push({ value: expressionOf(source, child), as: loop.length === 1 ? loop[0] : undefined });
    }
  });
  return { type: 'block', keyword, heads, body, line: lineAt(source, node.from) };
}

function nameIn(source: Source, children: readonly SyntaxNode[]): string {
  const name = children.find((child) => child.name === 'VariableName');
  return name === undefined ? '' : textOf(source, name);
}

function parametersOf(source: Source, children: readonly SyntaxNode[]): string[] {
  const list = children.find(({ name }) => name === 'ParamList');
  if (list === undefined) return [];
  const all = childrenOf(list);
  return all
    .filter(({ name }, at) => name === 'VariableName' && all[at - 1]?.name !== 'AssignOp')
    .map((child) => textOf(source, child));
}

/** `from alembic import op as o` brings `o`, which is `alembic.op`. */
function importsOf(source: Source, children: readonly SyntaxNode[]): Map<string, string> {
  const words = children.map((child) => textOf(source, child));
  const names = new Map<string, string>();
  const at = words.indexOf('import');
  const from = words[0] === 'from' ? `${words.slice(1, at).join('')}.` : '';
  const rest = words.slice(at + 1).filter((word) => word !== '(' && word !== ')');
  for (const part of rest.join(' ').split(',')) {
    const [name = '', alias] = part.replaceAll(' . ', '.').trim().split(' as ');
    if (name === '') continue;
    names.set(
      alias ?? (from === '' ? (name.split('.')[0] ?? name) : name),
      alias === undefined && from === '' ? (name.split('.')[0] ?? name) : `${from}${name}`,
    );
  }
  return names;
}
