/** Tables and columns that the change itself has made: what happens to them, no code from before can feel. */
import type { Act } from './act.ts';

/** What a new column demands, it demands of every row of an old table. */
const ofRows = new Set<Act['act']>(['add-column', 'set-not-null', 'drop-default']);

export class Fresh {
  readonly #tables = new Set<string>();
  readonly #columns = new Set<string>();

  /** Takes note of what an act makes. */
  add(act: Act): void {
    if (act.act === 'create-table') this.#tables.add(nameOf(act.table));
    if (act.act === 'add-column') this.#columns.add(columnKey(act.table, act.column));
    if (act.act === 'rename-table' && this.hasTable(act.table)) this.#tables.add(nameOf(act.to));
    if (act.act === 'drop-table') this.#tables.delete(nameOf(act.table));
  }

  hasTable(table: string): boolean {
    return !table.includes('<') && this.#tables.has(nameOf(table));
  }

  hasColumn(table: string, column: string): boolean {
    const key = columnKey(table, column);
    return this.hasTable(table) || (!key.includes('<') && this.#columns.has(key));
  }

  /** Whether no code from before can feel the act: all that it touches was made by this change. */
  holds(act: Act): boolean {
    if (!('table' in act) || act.table === '') return false;
    return 'column' in act && !ofRows.has(act.act)
      ? this.hasColumn(act.table, act.column)
      : this.hasTable(act.table);
  }
}

/** `public.Rules` and `"rules"` are one table; a name that can't be told is nobody's. */
const nameOf = (table: string): string => table.replace(/^public\./i, '').toLowerCase();

const columnKey = (table: string, column: string): string => `${nameOf(table)}.${column.toLowerCase()}`;
