/** Reads scripts of SQL by real grammars: PostgreSQL's own, and one of MySQL's. */
import { loadModule } from 'libpg-query';
import type { Act, Found } from '../act.ts';
import { unknownAct } from '../act.ts';
import { squeeze } from '../python/cursor.ts';
import { mysqlActs } from './mysql.ts';
import { postgresqlActs } from './postgresql.ts';
import { splitSql } from './split.ts';
import type { Dialect, SqlPiece } from './split.ts';

/** Longer statements carry data, or are made to keep a parser busy. */
const longestStatement = 20_000;
const mostStatements = 2_000;

export type SqlDialect = Dialect | 'auto';

export interface SqlReader {
  /** The acts of a script, with the line of each statement. */
  read(script: string): readonly Found[];
}

interface Reading {
  readonly found: readonly Found[];
  readonly unread: number;
}

/** Loads the parsers; reading is synchronous then. */
export async function openSqlReader(dialect: SqlDialect): Promise<SqlReader> {
  await loadModule();
  return {
    read(script) {
      if (dialect !== 'auto') return readAs(script, dialect).found;
      const first = readAs(script, 'postgresql');
      if (first.unread === 0) return first.found;
      const second = readAs(script, 'mysql');
      return second.unread < first.unread ? second.found : first.found;
    },
  };
}

function readAs(script: string, dialect: Dialect): Reading {
  const pieces = splitSql(script, dialect);
  if (pieces.length > mostStatements) {
    const act = unknownAct('sql', `runs ${pieces.length} statements: ${mostStatements} are read at most`);
    return { found: [{ line: 1, act }], unread: pieces.length };
  }
  let unread = 0;
  const found = pieces.flatMap((piece): Found[] => {
    const acts = actsOf(piece, dialect);
    if (acts !== undefined) return acts.map((act) => ({ line: piece.line, act }));
    unread += 1;
    const act = unknownAct(
      'sql',
      `runs SQL that can't be read (${piece.hidden === 'something' ? 'a comment that MySQL runs' : squeeze(piece.text)})`,
    );
    return [{ line: piece.line, act }];
  });
  return { found, unread };
}

/** Undefined where the grammar refuses the statement, or it is too much for it. */
function actsOf({ text, hidden }: SqlPiece, dialect: Dialect): readonly Act[] | undefined {
  if (hidden === 'something' || text.length > longestStatement) return undefined;
  try {
    return dialect === 'postgresql' ? postgresqlActs(text) : mysqlActs(text);
  } catch {
    // Both parsers throw whatever they like: what they refuse, and what overflows them, is unread.
    return undefined;
  }
}
