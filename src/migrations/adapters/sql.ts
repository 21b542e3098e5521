/** Plain SQL: a script a migration, with its way back in a section or in a file of its own. */
import { unknownAct } from '../act.ts';
import type { Adapter } from '../adapter.ts';
import type { Side } from '../adapter.ts';

export const sql: Adapter = {
  recognizes: ({ path }) => /\.sql$/i.test(path),
  open: (reader, paths) => ({
    read({ path, text }, side) {
      const script = sideOf(path, text, side);
      if (script !== undefined)
        return reader.read(script.text).map(({ line, act }) => ({ line: line + script.skipped, act }));
      if (side === 'up' || isDown(path)) return [];
      const others = new Set(paths);
      if (counterparts(path).some((other) => others.has(other))) return [];
      return [{ line: 1, act: unknownAct('file', 'says nothing of the way back') }];
    },
  }),
  links: () => [],
};

/** `0001_x.down.sql`, `001_mysql_downgrade.sql`, `U1__x.sql`, `x/down.sql`. */
const isDown = (path: string): boolean =>
  /([._/-](down|downgrade|rollback|undo)\.sql|(^|\/)U[\d._]+__[^/]*\.sql)$/i.test(path);

const counterparts = (path: string): string[] =>
  [
    path.replace(/\.up\.sql$/i, '.down.sql'),
    path.replace(/_upgrade\.sql$/i, '_downgrade.sql'),
    path.replace(/(^|\/)up\.sql$/i, '$1down.sql'),
    path.replace(/(^|\/)V([\d._]+__)/, '$1U$2'),
  ].filter((other) => other !== path);

/** The comments by which dbmate, goose and sql-migrate part the two ways. */
const mark = /^\s*--\s*(?:migrate:|\+goose |\+migrate )(up|down)\b/i;

interface Script {
  readonly text: string;
  /** Lines before it. */
  readonly skipped: number;
}

function sideOf(path: string, text: string, side: Side): Script | undefined {
  const lines = text.split('\n');
  const marks = lines.flatMap((line, at) => {
    const way = mark.exec(line)?.[1]?.toLowerCase();
    return way === undefined ? [] : [{ way, at }];
  });
  if (marks.length === 0) {
    const whole: Side = isDown(path) ? 'down' : 'up';
    return whole === side ? { text, skipped: 0 } : undefined;
  }
  const at = marks.findIndex(({ way }) => way === side);
  const begin = marks[at];
  if (begin === undefined) return undefined;
  return { text: lines.slice(begin.at, marks[at + 1]?.at).join('\n'), skipped: begin.at };
}
