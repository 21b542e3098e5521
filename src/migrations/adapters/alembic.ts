/** Alembic: `upgrade` and `downgrade`, in a chain of revisions with branches and merges. */
import type { Adapter, Link, MigrationText } from '../adapter.ts';
import type { ReadFile } from './python-file.ts';
import { readFile } from './python-file.ts';
import { resolve } from '../python/scope.ts';
import { textOf } from '../python/text.ts';
import { sqlalchemyMigration } from './sqlalchemy-file.ts';

export const alembic: Adapter = {
  recognizes({ path, text }) {
    return (
      path.endsWith('.py') &&
      (/^\s*(from alembic import|import alembic)/m.test(text) || /^down_revision\s*[:=]/m.test(text))
    );
  },
  open: (sql) => ({ read: ({ text }, side) => sqlalchemyMigration(text, side, sql) }),
  links: (migrations) => migrations.flatMap(linkOf),
};

function linkOf({ path, text }: MigrationText): Link[] {
  const file = readFile(text);
  if (!file.ok) return [];
  const [name] = assigned(file, 'revision');
  if (name === undefined) return [];
  return [
    { path, name, after: [...assigned(file, 'down_revision'), ...assigned(file, 'depends_on')], within: '' },
  ];
}

/** One name, or a tuple of names: those of a merge. */
function assigned({ names: { scope } }: Extract<ReadFile, { ok: true }>, name: string): string[] {
  const bound = scope.lookup(name);
  if (bound === undefined) return [];
  const { value, scope: within } = resolve(bound);
  const items = value.type === 'list' ? value.items : [value];
  return items.flatMap((item) => textOf({ value: item, scope: within }) ?? []);
}
