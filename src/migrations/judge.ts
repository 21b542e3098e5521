/** What an act means for code that runs before and after it: the rules, one place for all adapters. */
import type { Act, ConstraintKind } from './act.ts';
import type { Fresh } from './fresh.ts';
import type { Verdict } from './verdict.ts';

export interface Judgement {
  readonly verdict: Verdict;
  readonly says: string;
}

const strictness = 'may not be null and has no default: code that does not know it yet can no longer insert';

/** What it is to make a constraint, and to drop it. `unknown` where it isn't said which kind it is. */
const constraints: Readonly<
  Record<ConstraintKind, { readonly added: Judgement; readonly dropped: Judgement }>
> = {
  'primary key': {
    added: { verdict: 'mixed', says: 'code from before may write what it forbids, new code may rely on it' },
    dropped: {
      verdict: 'mixed',
      says: 'code from before may rely on it, new code may write what it forbade',
    },
  },
  unique: {
    added: { verdict: 'mixed', says: 'code from before may write what it forbids, new code may rely on it' },
    dropped: {
      verdict: 'mixed',
      says: 'code from before may rely on it, new code may write what it forbade',
    },
  },
  exclusion: {
    added: { verdict: 'mixed', says: 'code from before may write what it forbids, new code may rely on it' },
    dropped: {
      verdict: 'mixed',
      says: 'code from before may rely on it, new code may write what it forbade',
    },
  },
  'foreign key': {
    added: { verdict: 'mixed', says: 'code from before may write or delete what it forbids' },
    dropped: { verdict: 'mixed', says: 'code from before may rely on its cascades' },
  },
  check: {
    added: { verdict: 'destructive', says: 'code from before may write what it forbids' },
    dropped: { verdict: 'additive', says: 'all that was allowed stays allowed' },
  },
  unknown: {
    added: { verdict: 'unknown', says: 'of which kind is not said' },
    dropped: { verdict: 'unknown', says: 'of which kind is not said' },
  },
};

const additive = (says: string): Judgement => ({ verdict: 'additive', says });
const destructive = (says: string): Judgement => ({ verdict: 'destructive', says });
const mixed = (says: string): Judgement => ({ verdict: 'mixed', says });
const unknown = (says: string): Judgement => ({ verdict: 'unknown', says });

/** `fresh` holds what the same change has made: no code from before knows it. */
export function judge(act: Act, fresh: Fresh): Judgement {
  const judgement = byRule(act, fresh);
  const harmlessThere = ['mixed', 'destructive'].includes(judgement.verdict) && fresh.holds(act);
  return harmlessThere ? additive(`${judgement.says}; this same change has made it`) : judgement;
}

function byRule(act: Act, fresh: Fresh): Judgement {
  switch (act.act) {
    case 'create-table':
      return additive(`creates the table ${act.table}`);
    case 'drop-table':
      return destructive(`drops the table ${act.table}`);
    case 'rename-table':
      return mixed(`renames the table ${act.table} to ${act.to}: neither code runs with the other name`);
    case 'add-column':
      return addColumn(act);
    case 'drop-column':
      return destructive(`drops the column ${dotted(act)}`);
    case 'rename-column':
      return mixed(`renames the column ${dotted(act)} to ${act.to}: neither code runs with the other name`);
    case 'alter-type':
      return alterType(act);
    case 'set-not-null':
      return destructive(`makes ${dotted(act)} NOT NULL: code that still writes none there fails`);
    case 'drop-not-null':
      return additive(`lets ${dotted(act)} be null`);
    case 'set-default':
      return additive(`gives ${dotted(act)} a default`);
    case 'drop-default':
      return destructive(`drops the default of ${dotted(act)}: code that relies on it breaks`);
    case 'create-index':
      return createIndex(act);
    case 'drop-index':
      return destructive(`drops the index ${act.name}`);
    case 'rename-index':
      return { verdict: 'none', says: `renames the index ${act.name}` };
    case 'add-constraint': {
      const { verdict, says } = constraints[act.constraint].added;
      return { verdict, says: `adds ${constraintOf(act)} to ${act.table}: ${says}` };
    }
    case 'drop-constraint': {
      const { verdict, says } = constraints[act.constraint].dropped;
      return { verdict, says: `drops ${constraintOf(act)} of ${act.table}: ${says}` };
    }
    case 'create-object':
      return additive(`creates the ${act.object} ${act.name}`);
    case 'replace-object':
      return unknown(`replaces the ${act.object} ${act.name}`);
    case 'drop-object':
      return destructive(`drops the ${act.object} ${act.name}`);
    case 'rename-object':
      return mixed(`renames the ${act.object} ${act.name}: neither code runs with the other name`);
    case 'update-rows':
      return updateRows(act, fresh);
    case 'insert-rows':
      return fresh.hasTable(act.table)
        ? additive(`fills the new table ${act.table}`)
        : unknown(`changes data (inserts into ${act.table})`);
    case 'delete-rows':
      return destructive(`deletes rows of ${act.table}`);
    case 'truncate':
      return destructive(`empties the table ${act.table}`);
    case 'harmless':
      return { verdict: 'none', says: act.says };
    case 'unknown':
      return unknown(act.says);
  }
}

function addColumn({ needs, because, ...at }: Extract<Act, { act: 'add-column' }>): Judgement {
  const says = `adds the column ${dotted(at)}`;
  switch (needs) {
    case 'nothing':
      return additive(says);
    case 'a value':
      return mixed(`${says}, which ${strictness}${because === undefined ? '' : ` (${because})`}`);
    case 'unknown':
      return unknown(`${says}; whether it may be null can't be told`);
  }
}

function alterType(act: Extract<Act, { act: 'alter-type' }>): Judgement {
  const says = `changes the type of ${dotted(act)} to ${act.to}`;
  switch (act.change) {
    case 'wider':
      return additive(`${says}, which holds all that it held`);
    case 'narrower':
      return destructive(`${says}, which holds less`);
    case 'unknown':
      return unknown(`${says}; whether both codes can read and write that can't be told`);
  }
}

function createIndex({ name, table, unique }: Extract<Act, { act: 'create-index' }>): Judgement {
  const on = table === '' ? '' : ` on ${table}`;
  switch (unique) {
    case 'plain':
      return additive(`creates the index ${name}${on}`);
    case 'unique':
      return mixed(`creates the unique index ${name}${on}: ${constraints.unique.added.says}`);
    case 'unknown':
      return unknown(`creates the index ${name}${on}; whether it is unique can't be told`);
  }
}

/** To fill a column that the same change adds touches nothing that the code before reads. */
function updateRows({ table, columns }: Extract<Act, { act: 'update-rows' }>, fresh: Fresh): Judgement {
  const isNew = columns.length > 0 && columns.every((column) => fresh.hasColumn(table, column));
  return isNew || fresh.hasTable(table)
    ? additive(
        `fills the new ${columns.length === 1 ? 'column' : 'columns'} ${columns.map((column) => dotted({ table, column })).join(', ')}`,
      )
    : unknown(`changes data (${columns.map((column) => dotted({ table, column })).join(', ') || table})`);
}

const dotted = ({ table, column }: { readonly table: string; readonly column: string }): string =>
  table === '' ? column : `${table}.${column}`;

function constraintOf({
  constraint,
  name,
}: {
  readonly constraint: ConstraintKind;
  readonly name: string;
}): string {
  const kind =
    constraint === 'unknown'
      ? 'a constraint'
      : constraint === 'primary key'
        ? 'the primary key'
        : `a ${constraint} constraint`;
  return name === '' ? kind : `${kind} (${name})`;
}
