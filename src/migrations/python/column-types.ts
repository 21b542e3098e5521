/** Whether one type of a column holds all that another held: only where that is sure. */
import type { TypeChange } from '../act.ts';
import { methodOf, nameOf } from './reading.ts';
import { resolve } from './scope.ts';
import type { Bound } from './scope.ts';

interface Sized {
  readonly family: 'text' | 'integer' | 'serial';
  readonly size: number;
}

const integers: Readonly<Record<string, number>> = {
  SmallInteger: 2,
  SMALLINT: 2,
  Integer: 4,
  INTEGER: 4,
  INT: 4,
  BigInteger: 8,
  BIGINT: 8,
  SmallIntegerField: 2,
  IntegerField: 4,
  BigIntegerField: 8,
};

const serials: Readonly<Record<string, number>> = { SmallAutoField: 2, AutoField: 4, BigAutoField: 8 };

const texts = new Set([
  'String',
  'VARCHAR',
  'Unicode',
  'CharField',
  'Text',
  'UnicodeText',
  'TEXT',
  'TextField',
]);

/** `String(75)`, `sa.BigInteger`, `models.CharField(max_length=75)`. */
function sizeOf(bound: Bound): Sized | undefined {
  const { value, scope } = resolve(bound);
  const name =
    value.type === 'call'
      ? methodOf(value)
      : value.type === 'member' || value.type === 'name'
        ? value.name
        : '';
  const bytes = integers[name];
  if (bytes !== undefined) return { family: 'integer', size: bytes };
  const serial = serials[name];
  if (serial !== undefined) return { family: 'serial', size: serial };
  if (!texts.has(name)) return undefined;
  const length =
    value.type === 'call'
      ? (value.named.get('max_length') ?? value.named.get('length') ?? value.arguments[0])
      : undefined;
  if (length === undefined) return { family: 'text', size: Infinity };
  const size = Number(nameOf({ value: length, scope }));
  return Number.isFinite(size) ? { family: 'text', size } : undefined;
}

export function typeChange(before: Bound | undefined, after: Bound): TypeChange | 'same' {
  if (before === undefined) return 'unknown';
  const from = sizeOf(before);
  const to = sizeOf(after);
  if (from === undefined || to === undefined || from.family !== to.family) return 'unknown';
  if (from.size === to.size) return 'same';
  return from.size < to.size ? 'wider' : 'narrower';
}
