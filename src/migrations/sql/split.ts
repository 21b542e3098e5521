/** Splits a script of SQL at its semicolons: strings, quoted names, comments and dollar quotes hold together. */

export type Dialect = 'postgresql' | 'mysql';

export interface SqlPiece {
  /** Of its first word; 1 for the first line of the script. */
  readonly line: number;
  readonly text: string;
  /** It has a comment that MySQL runs, one that begins with an exclamation mark. */
  readonly hidden: 'something' | 'nothing';
}

export function splitSql(script: string, dialect: Dialect): SqlPiece[] {
  const pieces: SqlPiece[] = [];
  let text = '';
  let startedAt = 0;
  let line = 1;
  let hidden: SqlPiece['hidden'] = 'nothing';

  const end = (): void => {
    if (text.trim() !== '' || hidden === 'something')
      pieces.push({ line: startedAt === 0 ? line : startedAt, text: text.trim(), hidden });
    text = '';
    startedAt = 0;
    hidden = 'nothing';
  };

  for (let at = 0; at < script.length;) {
    const held = heldTogether(script, at, dialect);
    const taken = held?.text ?? script[at] ?? '';
    if (held?.type === 'comment') {
      if (/^\/\*M?!/.test(taken)) hidden = 'something';
      text += ' ';
    } else if (held === undefined && taken === ';') end();
    else {
      if (startedAt === 0 && taken.trim() !== '') startedAt = line;
      text += taken;
    }
    line += taken.split('\n').length - 1;
    at += taken.length;
  }
  end();
  return pieces;
}

interface Held {
  readonly type: 'comment' | 'quoted';
  readonly text: string;
}

function heldTogether(script: string, at: number, dialect: Dialect): Held | undefined {
  const char = script[at] ?? '';
  if (script.startsWith('--', at) || (char === '#' && dialect === 'mysql')) {
    const end = script.indexOf('\n', at);
    return { type: 'comment', text: script.slice(at, end === -1 ? script.length : end) };
  }
  if (script.startsWith('/*', at)) return { type: 'comment', text: blockComment(script, at, dialect) };
  if (char === '$' && dialect === 'postgresql' && !/\w/.test(script[at - 1] ?? '')) {
    const tag = /^\$(?:[a-z_]\w*)?\$/i.exec(script.slice(at, at + 70))?.[0];
    if (tag === undefined) return undefined;
    const end = script.indexOf(tag, at + tag.length);
    return { type: 'quoted', text: script.slice(at, end === -1 ? script.length : end + tag.length) };
  }
  if (char === "'" || char === '"' || (char === '`' && dialect === 'mysql')) {
    const escaping =
      char !== '`' &&
      (dialect === 'mysql' || (char === "'" && /(^|\W)[eE]$/.test(script.slice(Math.max(0, at - 2), at))));
    return { type: 'quoted', text: quoted(script, at, escaping ? 'backslash' : 'none') };
  }
  return undefined;
}

/** PostgreSQL's comments nest. */
function blockComment(script: string, at: number, dialect: Dialect): string {
  let depth = 0;
  for (let end = at; end < script.length; end += 1) {
    if (script.startsWith('/*', end) && (depth === 0 || dialect === 'postgresql')) {
      depth += 1;
      end += 1;
    } else if (script.startsWith('*/', end)) {
      depth -= 1;
      end += 1;
      if (depth === 0) return script.slice(at, end + 1);
    }
  }
  return script.slice(at);
}

function quoted(script: string, at: number, escape: 'backslash' | 'none'): string {
  const quote = script[at] ?? '';
  for (let end = at + 1; end < script.length; end += 1) {
    if (escape === 'backslash' && script[end] === '\\') end += 1;
    else if (script[end] === quote) return script.slice(at, end + 1);
  }
  return script.slice(at);
}
