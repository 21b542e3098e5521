/** Fields of Django's models: what each is, as far as the migrations that were read tell. */
import type { Act } from '../act.ts';
import { unknownAct } from '../act.ts';
import { typeChange } from '../python/column-types.ts';
import { argument, calledAs, flag, methodOf } from '../python/reading.ts';
import type { Called } from '../python/reading.ts';
import { resolve } from '../python/scope.ts';
import type { Bound, Names } from '../python/scope.ts';

export interface FieldPlace {
  readonly table: string;
  readonly column: string;
}

/** Options that the database doesn't hear of. */
const codeOnly = new Set(
  'default choices help_text verbose_name blank validators error_messages editable related_name related_query_name limit_choices_to on_delete unique_for_date unique_for_month unique_for_year auto_now auto_now_add upload_to storage encoder decoder serialize'.split(
    ' ',
  ),
);
const compared = new Set(['null', 'unique', 'db_index', 'max_length']);

interface Known {
  readonly field: Bound;
  readonly names: Names;
}

export class DjangoFields {
  readonly #fields = new Map<string, Known>();

  set(place: FieldPlace, field: Bound, names: Names): void {
    this.#fields.set(keyOf(place), { field, names });
  }

  rename(place: FieldPlace, to: string): void {
    const known = this.#fields.get(keyOf(place));
    if (known !== undefined) this.#fields.set(keyOf({ ...place, column: to }), known);
    this.#fields.delete(keyOf(place));
  }

  get(place: FieldPlace): Bound | undefined {
    return this.#fields.get(keyOf(place))?.field;
  }

  /** What it takes from what the field was to what it becomes. */
  altered(place: FieldPlace, field: Bound, names: Names): Act[] {
    const before = this.#fields.get(keyOf(place));
    const from = before === undefined ? undefined : fieldCall(before.field, before.names);
    const to = fieldCall(field, names);
    const said = `alters the field ${place.table}.${place.column}`;
    if (before === undefined || from === undefined)
      return [unknownAct('alter-field', `${said}; what it was is not among the files`)];
    if (to === undefined) return [unknownAct('alter-field', `${said} (${field.value.text})`)];
    if (!comparable(from, to)) return [unknownAct('alter-field', `${said} to ${to.call.text}`)];
    return [...typeActs(place, before.field, field, from, to), ...optionActs(place, from, to)];
  }
}

const keyOf = ({ table, column }: FieldPlace): string => `${table}.${column}`.toLowerCase();

export function fieldCall(field: Bound, names: Names): Called | undefined {
  const { value, scope } = resolve(field);
  return value.type === 'call' ? { call: value, scope, names } : undefined;
}

/** Nothing differs but what can be compared, and what no database hears of. */
function comparable(from: Called, to: Called): boolean {
  if (from.call.spread === 'some' || to.call.spread === 'some') return false;
  const options = new Set([...from.call.named.keys(), ...to.call.named.keys()]);
  const sameArguments =
    from.call.arguments.map(({ text }) => text).join() === to.call.arguments.map(({ text }) => text).join();
  return (
    sameArguments &&
    [...options].every(
      (option) =>
        compared.has(option) ||
        codeOnly.has(option) ||
        from.call.named.get(option)?.text === to.call.named.get(option)?.text,
    )
  );
}

function typeActs(place: FieldPlace, before: Bound, after: Bound, from: Called, to: Called): Act[] {
  const same =
    methodOf(from.call) === methodOf(to.call) &&
    from.call.named.get('max_length')?.text === to.call.named.get('max_length')?.text;
  const change = same ? 'same' : typeChange(before, after);
  return change === 'same' ? [] : [{ act: 'alter-type', ...place, to: methodOf(to.call), change }];
}

function optionActs(place: FieldPlace, from: Called, to: Called): Act[] {
  const acts: Act[] = [];
  const became = (option: string): 'on' | 'off' | 'same' | 'unknown' => {
    const was = flag(argument(from, option), 'no');
    const is = flag(argument(to, option), 'no');
    if (was === 'unknown' || is === 'unknown') return 'unknown';
    return was === is ? 'same' : is === 'yes' ? 'on' : 'off';
  };
  const says = `alters the field ${place.table}.${place.column}`;
  const byOption: Readonly<Record<string, Readonly<Record<'on' | 'off', Act>>>> = {
    null: { on: { act: 'drop-not-null', ...place }, off: { act: 'set-not-null', ...place } },
    unique: {
      on: { act: 'add-constraint', constraint: 'unique', name: '', table: place.table, checked: 'now' },
      off: { act: 'drop-constraint', constraint: 'unique', name: '', table: place.table },
    },
    db_index: {
      on: {
        act: 'create-index',
        name: `of ${place.column}`,
        table: place.table,
        unique: 'plain',
        building: 'locking',
      },
      off: { act: 'drop-index', name: `of ${place.table}.${place.column}` },
    },
  };
  for (const [option, { on, off }] of Object.entries(byOption)) {
    const change = became(option);
    if (change === 'on') acts.push(on);
    if (change === 'off') acts.push(off);
    if (change === 'unknown') acts.push(unknownAct('alter-field', says));
  }
  return acts;
}

/** What adding the field does: Django takes its own default away from the database once the rows have it. */
export function addField(place: FieldPlace, field: Bound, names: Names): Act[] {
  const called = fieldCall(field, names);
  if (called === undefined)
    return [unknownAct('add-field', `adds the field ${place.table}.${place.column} (${field.value.text})`)];
  const kind = methodOf(called.call);
  if (kind === 'ManyToManyField') return [{ act: 'create-table', table: `${place.table}.${place.column}` }];
  if (/AutoField$/.test(kind) || kind === 'GeneratedField' || called.call.named.has('db_default'))
    return [{ act: 'add-column', ...place, needs: 'nothing' }];
  const nullable = called.call.spread === 'some' ? 'unknown' : flag(argument(called, 'null'), 'no');
  if (nullable === 'unknown') return [{ act: 'add-column', ...place, needs: 'unknown' }];
  if (nullable === 'yes') return [{ act: 'add-column', ...place, needs: 'nothing' }];
  const because = called.call.named.has('default')
    ? { because: 'Django keeps its default to itself: db_default, or null=True, would be in the database' }
    : {};
  return [{ act: 'add-column', ...place, needs: 'a value', ...because }];
}

export const constraintKind = (bound: Bound | undefined, names: Names) =>
  calledAs(bound, names, 'UniqueConstraint') !== undefined
    ? 'unique'
    : calledAs(bound, names, 'CheckConstraint') !== undefined
      ? 'check'
      : calledAs(bound, names, 'ExclusionConstraint') !== undefined
        ? 'exclusion'
        : 'unknown';
