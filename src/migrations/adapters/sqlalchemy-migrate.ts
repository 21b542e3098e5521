/** SQLAlchemy-migrate: numbered files with `upgrade(migrate_engine)`, or scripts named `…_upgrade.sql`. */
import type { Adapter } from '../adapter.ts';
import { sqlalchemyMigration } from './sqlalchemy-file.ts';

export const sqlalchemyMigrate: Adapter = {
  recognizes: ({ path, text }) =>
    path.endsWith('.py') && /^\s*def (upgrade|downgrade)\s*\(\s*\w+/m.test(text),
  open: (sql) => ({ read: ({ text }, side) => sqlalchemyMigration(text, side, sql) }),
  // The numbers in the names are the order.
  links: () => [],
};
