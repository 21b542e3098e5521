/** Calls that change no database: what prepares, looks or logs. What isn't listed may do anything. */
import type { Names } from './scope.ts';
import type { Call } from './syntax.ts';

/** Python's own, wherever the file has no function of that name. */
const builtins = new Set(
  'print len range str int float bool list dict set tuple frozenset sorted reversed enumerate zip isinstance hasattr any all min max sum map filter repr super'.split(
    ' ',
  ),
);

/** Methods that look or prepare, whatever they are called on. */
const methods = new Set(
  [
    'get_bind get_context get_tables get_table_names get_columns get_indexes get_foreign_keys get_pk_constraint',
    'get_unique_constraints get_check_constraints has_table has_column inspect connect begin begin_nested close commit',
    'autocommit_block dialect fetchall fetchone first all one one_or_none scalar scalars mappings reflect',
    'select select_from where filter filter_by order_by limit offset join outerjoin group_by label alias cast exists',
    'and_ or_ not_ is_ isnot in_ notin_ like desc asc text table column literal literal_column null true false func',
    'bindparam bindparams now current_timestamp count coalesce variant with_variant f',
    'append extend items keys get startswith endswith lower upper strip split join format replace dedent',
    'debug info warning error exception getLogger log',
    'today utcnow timedelta uuid4 getenv is_offline_mode',
  ].flatMap((line) => line.split(' ')),
);

/** Packages whose capitalised names declare things and do nothing by themselves. */
const declares =
  /^(sqlalchemy|alembic|migrate|sqlmodel|geoalchemy2|sqlalchemy_utils|datetime|decimal|enum|logging|django)\./;

const declarations = new Set(
  [
    'Column Table MetaData ForeignKey ForeignKeyConstraint PrimaryKeyConstraint UniqueConstraint CheckConstraint Index',
    'Sequence Identity Computed FetchedValue DefaultClause Integer BigInteger SmallInteger String Text Unicode UnicodeText',
    'Boolean Date DateTime Time Interval Float Numeric Enum JSON JSONB UUID LargeBinary TIMESTAMP ARRAY VARCHAR INTEGER',
    'BIGINT SMALLINT CHAR TEXT BOOLEAN DATE DATETIME MEDIUMTEXT LONGTEXT BLOB LONGBLOB Session sessionmaker declarative_base',
    'Exception ValueError RuntimeError NotImplementedError',
  ].flatMap((line) => line.split(' ')),
);

export function isHarmless(call: Call, path: string | undefined, names: Names): boolean {
  const { callee } = call;
  if (callee.type === 'name') {
    if (names.classes.has(callee.name)) return false;
    return builtins.has(callee.name) || known(callee.name, path ?? '');
  }
  return callee.type === 'member' && (methods.has(callee.name) || known(callee.name, path ?? ''));
}

function known(name: string, path: string): boolean {
  if (declarations.has(name) || (/^[A-Z]/.test(name) && declares.test(path))) return true;
  return /^sqlalchemy\./.test(path) && methods.has(name);
}
