/**
 * `npm run demo -- --runbook cjworkbench --yes`, its migrations on a real PostgreSQL: migrated once, cron never twice alive, nobody who asked met
 * a failure.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cjworkbench } from '../../src/demo/runbooks/cjworkbench.ts';
import { scenarioOf } from '../../src/demo/demonstration.ts';
import { cjworkbenchWorld } from '../../src/practice/cjworkbench/seed.ts';
import type { WorldMaker } from '../../src/practice/worlds.ts';
import { demonstrates, leavesTheWorldAsItWas } from '../support/demonstrates.ts';
import { describeWithPostgres, startPostgres } from '../support/postgres.ts';
import type { Postgres } from '../support/postgres.ts';

/** What Django makes of the practised repository's migrations. */
const statements: Readonly<Record<string, string>> = {
  '0001_initial': 'CREATE TABLE step (id serial PRIMARY KEY, slug text NOT NULL, params text NOT NULL)',
  '0002_step_order': 'ALTER TABLE step ADD COLUMN "order" integer NULL',
  '0003_step_notes': 'ALTER TABLE step ADD COLUMN notes text NULL',
};

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

/** Databases of a scenario, as its environments begin; `before`: what somebody had done to staging's. */
const onPostgres =
  (scenario: string, before: readonly string[] = []): WorldMaker =>
  (world) => {
    const databaseOf = (environment: string): string => `${scenario}_${environment}`;
    const begun = {
      production: [statements['0001_initial']],
      staging: [statements['0001_initial'], statements['0002_step_order'], ...before],
    };
    for (const [environment, applied] of Object.entries(begun)) {
      postgres.psql(`CREATE DATABASE ${databaseOf(environment)}`);
      postgres.psql(
        `${applied.join(';')}; INSERT INTO step (slug, params) VALUES ('load', '{}')`,
        databaseOf(environment),
      );
    }
    return cjworkbenchWorld({
      apply(migration, environment) {
        const { code, stderr } = postgres.psql(
          `BEGIN; ${statements[migration] ?? ''}; COMMIT`,
          databaseOf(environment),
        );
        return code === 0 ? undefined : stderr.replace(/^ERROR: +/, '').trim();
      },
    })(world);
  };

const columns = (database: string): string =>
  postgres
    .psql(
      "SELECT string_agg(column_name, ' ' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'step'",
      database,
    )
    .stdout.trim();
const rows = (database: string): string => postgres.psql('SELECT slug FROM step', database).stdout.trim();

demonstrates(
  {
    demonstration: {
      ...cjworkbench,
      scenarios: {
        happy: { ...scenarioOf(cjworkbench, 'happy'), world: onPostgres('happy') },
        'failing-migration': {
          ...scenarioOf(cjworkbench, 'failing-migration'),
          world: onPostgres('failing', [statements['0003_step_notes'] ?? '']),
        },
      },
    },
    failure: 'failing-migration',
    ends: {
      happy: [
        ['staging', 'succeeded'],
        ['production', 'succeeded'],
      ],
      failure: [['staging', 'rolled-back']],
    },
    describe: describeWithPostgres,
  },
  (failing) => {
    leavesTheWorldAsItWas(failing);

    test('touches no service where the migration fails', () => {
      expect(failing().ends[0]?.effects.map(({ effect }) => effect)).toEqual(['job.create', 'job.delete']);
    });

    test('brings both databases to the same columns, with what was in them', () => {
      const databases = ['happy_staging', 'happy_production'];
      expect(databases.map(columns)).toEqual(databases.map(() => 'id slug params order notes'));
      expect(databases.map(rows)).toEqual(databases.map(() => 'load'));
    });

    test('leaves a database alone whose migration fails', () => {
      expect([columns('failing_staging'), columns('failing_production')]).toEqual([
        'id slug params order notes',
        'id slug params',
      ]);
    });
  },
);
