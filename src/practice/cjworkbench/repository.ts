/** CJWorkbench's repository on the practice GitHub: what production runs, what staging runs, and what has come since. */
import type { CommitSeed, GithubSeed } from '../github/index.ts';
import { branch, integrationTest, repository } from './options.ts';
import type { CjworkbenchOptions } from './options.ts';

/** Of the first commit: the hashes are the same in every world. */
const began = Date.UTC(2021, 1, 1, 12);

const folder = 'cjwstate/migrations';

const migration = (after: string | undefined, operations: readonly string[]): string =>
  [
    'from django.db import migrations, models',
    '',
    '',
    'class Migration(migrations.Migration):',
    `    dependencies = [${after === undefined ? '' : `("cjwstate", "${after}")`}]`,
    '    operations = [',
    ...operations.map((line) => `        ${line},`),
    '    ]',
    '',
  ].join('\n');

const createStep = [
  'migrations.CreateModel(name="Step", fields=[("id", models.AutoField(primary_key=True)), ("slug", models.TextField()), ("params", models.TextField())])',
];

const newest: Readonly<Record<NonNullable<CjworkbenchOptions['migration']>, readonly string[]>> = {
  additive: ['migrations.AddField("Step", "notes", models.TextField(null=True))'],
  failing: ['migrations.AddField("Step", "notes", models.TextField(null=True))'],
  destructive: ['migrations.RemoveField("Step", "slug")'],
};

/** Names of the migrations that each commit brings, oldest commit first. */
export const migrationsByCommit = [['0001_initial'], ['0002_step_order'], ['0003_step_notes']] as const;

const commits = ({ migration: kind = 'additive' }: CjworkbenchOptions): CommitSeed[] => [
  {
    message: 'Draw charts',
    files: {
      'cjworkbench/version.py': 'CHARTS = True\n',
      [`${folder}/__init__.py`]: '',
      [`${folder}/0001_initial.py`]: migration(undefined, createStep),
    },
    checks: [integrationTest],
  },
  {
    message: 'Order steps',
    files: {
      'renderer/order.py': 'ORDERED = True\n',
      [`${folder}/0002_step_order.py`]: migration('0001_initial', [
        'migrations.AddField("Step", "order", models.IntegerField(null=True))',
      ]),
    },
    checks: [integrationTest],
  },
  {
    message: 'Show notes on steps',
    files: {
      'frontend/notes.py': 'NOTES = True\n',
      [`${folder}/0003_step_notes.py`]: migration('0002_step_order', newest[kind]),
    },
    checks: [integrationTest],
  },
];

export const githubSeed = (options: CjworkbenchOptions): GithubSeed => ({
  repositories: [{ ...repository, defaultBranch: branch, began, commits: commits(options) }],
});
