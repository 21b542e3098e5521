/** Reads Python as far as migrations need it: logical lines with their indentation, and the bodies of functions. Pure. */

export interface Statement {
  /** 1 for the first line of the file. */
  readonly line: number;
  readonly indent: number;
  /** Without comments; a statement over several lines is joined to one. */
  readonly text: string;
}

/** A string opens: an optional prefix, then one or three quotes. */
const opening = /^[rbfuRBFU]{0,2}("""|'''|"|')/;

/** Splits a file into statements: brackets and triple quotes hold lines together, comments fall away. */
export function statementsOf(source: string): Statement[] {
  const statements: Statement[] = [];
  let text = '';
  let startedAt = 1;
  let line = 1;
  let depth = 0;
  let indent = 0;

  const end = (): void => {
    if (text.trim() !== '') statements.push({ line: startedAt, indent, text: text.trim() });
    text = '';
  };
  const begin = (): void => {
    if (text.trim() === '') startedAt = line;
  };

  for (let at = 0; at < source.length;) {
    const char = source[at] ?? '';
    const literal = stringAt(source, at);
    if (literal !== undefined) {
      begin();
      text += literal;
      line += literal.split('\n').length - 1;
      at += literal.length;
    } else if (char === '#') {
      while (at < source.length && source[at] !== '\n') at += 1;
    } else if (char === '\\' && source[at + 1] === '\n') {
      text += ' ';
      line += 1;
      at += 2;
    } else if (char === '\n') {
      if (depth === 0) {
        end();
        indent = indentAt(source, at + 1);
      } else text += ' ';
      line += 1;
      at += 1;
    } else if (char === ';' && depth === 0) {
      end();
      at += 1;
    } else {
      if ('([{'.includes(char)) depth += 1;
      if (')]}'.includes(char)) depth = Math.max(0, depth - 1);
      if (char.trim() !== '') begin();
      text += char;
      at += 1;
    }
  }
  end();
  return statements.map((one) => ({ ...one, text: squeeze(one.text) }));
}

/** The whole string literal that begins here; one that never ends goes to the end of the file. */
function stringAt(source: string, at: number): string | undefined {
  if (/\w/.test(source[at - 1] ?? '') && !/["']/.test(source[at] ?? '')) return undefined;
  const opened = opening.exec(source.slice(at, at + 5));
  const quote = opened?.[1];
  if (opened === null || quote === undefined) return undefined;
  for (let end = at + opened[0].length; end < source.length; end += 1) {
    if (source[end] === '\\') end += 1;
    else if (source.startsWith(quote, end)) return source.slice(at, end + quote.length);
  }
  return source.slice(at);
}

function indentAt(source: string, at: number): number {
  const blank = /^[ \t]*/.exec(source.slice(at, at + 200))?.[0] ?? '';
  return blank.replaceAll('\t', '        ').length;
}

const squeeze = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/([([{]) /g, '$1')
    .replace(/ ([)\]}])/g, '$1');

/**
 * The statements that run when `name` is called: its body, with those of the file's other functions that it calls.
 * Undefined where there is no such function.
 */
export function bodyOf(statements: readonly Statement[], name: string): Statement[] | undefined {
  const functions = new Map<string, Statement[]>();
  let current: { indent: number; body: Statement[] } | undefined;
  for (const statement of statements) {
    if (current !== undefined && statement.indent <= current.indent) current = undefined;
    current?.body.push(statement);
    const defined = /^(?:async )?def (\w+)\(/.exec(statement.text)?.[1];
    if (current !== undefined || defined === undefined) continue;
    current = { indent: statement.indent, body: onSameLine(statement) };
    functions.set(defined, current.body);
  }
  const body = functions.get(name);
  if (body === undefined) return undefined;

  const reached = new Map([[name, body]]);
  for (const [, statementsOfOne] of reached) {
    for (const [other, itsBody] of functions) {
      const called = new RegExp(`\\b${other}\\(`);
      if (!reached.has(other) && statementsOfOne.some(({ text }) => called.test(text)))
        reached.set(other, itsBody);
    }
  }
  return [...reached.values()].flat();
}

/** `def upgrade(): pass` has its body behind the colon. */
function onSameLine({ line, indent, text }: Statement): Statement[] {
  const rest = /^(?:async )?def \w+\(.*\)\s*(?:->[^:]+)?:\s*(\S.*)$/.exec(text)?.[1];
  return rest === undefined ? [] : [{ line, indent: indent + 1, text: rest }];
}
