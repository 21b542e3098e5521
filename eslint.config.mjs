// Lint: strict, type-aware rules, and the boundaries between the folders of src as one table.
import { builtinModules } from 'node:module';
import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Which of our folders each folder of src may import. A folder that is missing here may import no other. */
const mayImport = {
  runbook: ['judge'],
  judge: [],
  loopback: [],
  migrations: [],
  environment: ['runbook'],
  activities: ['runbook', 'judge', 'environment'],
  workflows: ['runbook', 'activities', 'judge', 'environment'],
  worker: ['runbook', 'activities', 'workflows', 'judge', 'environment', 'migrations', 'loopback'],
  client: ['runbook', 'activities', 'judge', 'environment', 'workflows', 'worker', 'loopback'],
  practice: ['runbook', 'loopback'],
  demo: ['runbook', 'activities', 'environment', 'workflows', 'worker', 'client', 'practice'],
};

/** Files of src/activities that run on workers only; the rest is bundled into workflow code. */
const workerSide = ['run-step', 'open-context', 'guarded', 'watch/watch'].map(
  (name) => `src/activities/${name}.ts`,
);

/** Code that Temporal bundles: no Node built-in and no client may come near it. */
const bundled = ['src/runbook/**', 'src/judge/**', 'src/activities/**', 'src/workflows/**'];

/** The only files that build clients of other systems. */
const buildsClients = ['src/worker/clients.ts', 'src/worker/*-client.ts', 'src/worker/kubernetes*.ts'];

const folders = Object.keys(mayImport);
const zones = [
  ...folders.flatMap((target) =>
    folders
      .filter((from) => from !== target && !mayImport[target].includes(from))
      .map((from) => ({
        target: `./src/${target}`,
        from: `./src/${from}`,
        message: `src/${target} may not import src/${from}: see the table in eslint.config.mjs.`,
      })),
  ),
  ...workerSide.map((file) => ({
    target: './src/workflows',
    from: `./${file}`,
    message: 'This file runs on workers only.',
  })),
];

const clientsAsTypes = {
  group: ['@octokit/*', '@kubernetes/client-node', '@slack/web-api'],
  message: 'Clients are injected: src/worker/clients.ts builds them. Import the type alone.',
  allowTypeImports: true,
};
const notInBundle = [
  {
    regex: `^(node:.*|${builtinModules.join('|')})$`,
    message: 'This file is bundled into workflow code, which has no Node built-ins.',
  },
  {
    group: ['@temporalio/activity', '@temporalio/client', '@temporalio/worker', 'fastify', 'c12', 'jiti'],
    message: 'This file is bundled into workflow code, which must be deterministic and free of I/O.',
  },
];
const refuse = (...patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});

export default tseslint.config(
  { ignores: ['dist', 'coverage', '.slipway', 'test/fixtures', 'test/replay/histories'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        require: 'readonly',
        __dirname: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true } },
    settings: {
      'import-x/extensions': ['.ts'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allow: ['URL', 'URLSearchParams'] },
      ],
      // An early `return refuse(…)` of a function that gives nothing reads well.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Contracts are asynchronous where some implementations have nothing to await.
      '@typescript-eslint/require-await': 'off',
      // Our interfaces are records of functions, not classes: nothing in them is bound.
      '@typescript-eslint/unbound-method': 'off',
      // Plain JSON documents are edited by key; a caller may name the type that a parser gives.
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // `() => void list.push(x)` says that the result is not for the caller.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // The formatter breaks a computed member onto a line of its own; semicolons are its business too.
      'no-unexpected-multiline': 'off',
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      'max-lines': ['warn', { max: 150, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['src/**/*.ts'], ignores: buildsClients, rules: refuse(clientsAsTypes) },
  { files: bundled, ignores: workerSide, rules: refuse(clientsAsTypes, ...notInBundle) },
);
