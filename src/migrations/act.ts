/** What migrations do, in words that all adapters have in common. What an act means for running code, `judge.ts` says. */

export type ConstraintKind = 'primary key' | 'foreign key' | 'unique' | 'check' | 'exclusion' | 'unknown';

/** What an insert that doesn't name the column comes to. */
export type ColumnNeeds =
  /** It may be null, or the database has a default for it. */
  | 'nothing'
  /** It may not be null and has no default in the database. */
  | 'a value'
  | 'unknown';

export type TypeChange = 'wider' | 'narrower' | 'unknown';

/** Whether the table can be written to meanwhile. */
export type Building = 'online' | 'locking' | 'unknown';

interface InTable {
  readonly table: string;
}
interface OfColumn extends InTable {
  readonly column: string;
}

export type Act =
  | (InTable & { readonly act: 'create-table' | 'drop-table' })
  | (InTable & { readonly act: 'rename-table'; readonly to: string })
  | (OfColumn & { readonly act: 'add-column'; readonly needs: ColumnNeeds; readonly because?: string })
  | (OfColumn & { readonly act: 'drop-column' | 'drop-default' | 'set-default' })
  | (OfColumn & { readonly act: 'set-not-null' | 'drop-not-null' })
  | (OfColumn & { readonly act: 'rename-column'; readonly to: string })
  | (OfColumn & { readonly act: 'alter-type'; readonly to: string; readonly change: TypeChange })
  | (InTable & {
      readonly act: 'create-index';
      readonly name: string;
      readonly unique: 'unique' | 'plain' | 'unknown';
      readonly building: Building;
    })
  | { readonly act: 'drop-index' | 'rename-index'; readonly name: string }
  | (InTable & {
      readonly act: 'add-constraint';
      readonly constraint: ConstraintKind;
      readonly name: string;
      /** Whether the rows that are there are checked while the table is locked. */
      readonly checked: 'now' | 'later';
    })
  | (InTable & {
      readonly act: 'drop-constraint';
      readonly constraint: ConstraintKind;
      readonly name: string;
    })
  | {
      readonly act: 'create-object' | 'replace-object' | 'drop-object' | 'rename-object';
      /** 'view', 'function', 'enum value', … */
      readonly object: string;
      readonly name: string;
    }
  | (InTable & { readonly act: 'update-rows'; readonly columns: readonly string[] })
  | (InTable & { readonly act: 'insert-rows' | 'delete-rows' | 'truncate' })
  /** No code can see it. */
  | { readonly act: 'harmless'; readonly says: string }
  | { readonly act: 'unknown'; readonly operation: string; readonly says: string };

/** An act, and where it stands. */
export interface Found {
  readonly line: number;
  readonly act: Act;
}

/** `unknown` with its reason: whatever can't be read for certain is never guessed. */
export const unknownAct = (operation: string, says: string): Act => ({ act: 'unknown', operation, says });
