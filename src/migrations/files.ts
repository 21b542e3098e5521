/** The files of a change: in which order they run, and what each of them does. */
import type { Found } from './act.ts';
import type { Adapter, Link, MigrationText, Opened, Side } from './adapter.ts';
import { adapterFor } from './adapters.ts';
import type { AdapterName } from './adapter.ts';
import { chainProblems, inOrder } from './links.ts';
import type { SqlReader } from './sql/read-sql.ts';

/** A file before the change and after it. Files that are the same at both tell what the others build on. */
export interface ChangedFile {
  readonly path: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** What a file does, or why that can't be told. */
export interface Reading {
  readonly path: string;
  readonly result: readonly Found[] | string;
}

/** The version that has the migrations: the new one on the way forward, the old one on the way back. */
export type With = 'before' | 'after';

const longestFile = 512 * 1024;

export function chainOf(
  files: readonly ChangedFile[],
  side: With,
  adapter: AdapterName | 'auto',
): { readonly order: readonly ChangedFile[]; readonly problems: readonly string[] } {
  const sorted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
  const links = linksOf(sorted, side, adapter);
  const byPath = new Map(sorted.map((file) => [file.path, file]));
  const linked = inOrder(links).flatMap((path) => byPath.get(path) ?? []);
  const loose = sorted.filter((file) => !linked.includes(file));
  const added = new Set(sorted.filter((file) => file.before !== file.after).map(({ path }) => path));
  return { order: [...loose, ...linked], problems: chainProblems(links, added) };
}

function linksOf(files: readonly ChangedFile[], side: With, adapter: AdapterName | 'auto'): Link[] {
  const byAdapter = new Map<Adapter, MigrationText[]>();
  for (const file of files) {
    const text = file[side];
    if (text === undefined || text.length > longestFile) continue;
    const migration = { path: file.path, text };
    const chosen = adapterFor(migration, adapter);
    if (chosen !== undefined) byAdapter.set(chosen, [...(byAdapter.get(chosen) ?? []), migration]);
  }
  return [...byAdapter].flatMap(([chosen, migrations]) => chosen.links(migrations));
}

/** Reads files one after another: each adapter keeps in mind what it has read. */
export function openFiles(
  sql: SqlReader,
  files: readonly ChangedFile[],
  side: With,
  adapter: AdapterName | 'auto',
): Readonly<Record<Side, (file: ChangedFile) => Reading | undefined>> {
  const paths = files.map(({ path }) => path);
  const opened = new Map<Adapter, Opened>();

  const read = (path: string, text: string, way: Side, memory: Map<Adapter, Opened>): Reading['result'] => {
    if (text.length > longestFile) return `is longer than ${longestFile / 1024} KiB, and is not read`;
    const chosen = adapterFor({ path, text }, adapter);
    if (chosen === undefined) return 'is no migration of a kind that can be read';
    const one = memory.get(chosen) ?? chosen.open(sql, paths);
    memory.set(chosen, one);
    return one.read({ path, text }, way);
  };

  const readAs = (file: ChangedFile, way: Side): Reading | undefined => {
    const { path, before, after } = file;
    const text = file[side];
    const other = file[side === 'after' ? 'before' : 'after'];
    if (text === undefined) return other === undefined ? undefined : { path, result: goneOf(side) };
    if (text !== other && other !== undefined) {
      // Without memory: the same operations must come out the same, whatever was read before.
      const [one, two] = [before ?? '', after ?? ''].map((version) => read(path, version, way, new Map()));
      read(path, text, way, opened);
      return { path, result: sameActs(one ?? '', two ?? '') ? [] : edited };
    }
    const result = read(path, text, way, opened);
    return text === other ? undefined : { path, result };
  };
  return { up: (file) => readAs(file, 'up'), down: (file) => readAs(file, 'down') };
}

const edited =
  'was edited: where it has run already, what it says now does not run again, and elsewhere it does something else';

const goneOf = (side: With): string =>
  side === 'after'
    ? 'was removed: where it has run, what it did stays'
    : "is at the older version alone: whether it has run can't be told";

/** An edit of comments and names changes no database. */
function sameActs(one: Reading['result'], two: Reading['result']): boolean {
  if (typeof one === 'string' || typeof two === 'string') return false;
  const acts = (found: readonly Found[]): string => JSON.stringify(found.map(({ act }) => act));
  return !one.some(({ act }) => act.act === 'unknown') && acts(one) === acts(two);
}
