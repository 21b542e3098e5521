/** Balrog's repository on the practice GitHub: its past up to the deployed version, and what has come since. */
import type { CommitSeed, GithubSeed, WorkflowSeed } from '../github/index.ts';
import { newMigrations, pastMigrations } from './migrations.ts';
import {
  deployedVersion,
  keyInput,
  repository,
  taskclusterChecks,
  upcomingVersion,
  workflows,
} from './options.ts';
import type { BalrogOptions, SchemaVariant } from './options.ts';

export const githubSeed = ({ schema = 'none' }: BalrogOptions): GithubSeed => ({
  deployments: { 'balrog-ui/stage': `v${deployedVersion}`, 'balrog-ui/prod': `v${deployedVersion}` },
  repositories: [
    {
      ...repository,
      commits: commits(schema),
      workflows: [imageWorkflow, uiWorkflow],
      runs: [
        { workflow: workflows.image, ref: 'main', inputs: { image_tag: `v${deployedVersion}` } },
        { workflow: workflows.ui, ref: 'main', inputs: { deploy_env: 'stage', ref: `v${deployedVersion}` } },
        { workflow: workflows.ui, ref: 'main', inputs: { deploy_env: 'prod', ref: `v${deployedVersion}` } },
      ],
      releaseChecks: taskclusterChecks.map(({ name, seconds }) => ({ name, seconds })),
    },
  ],
});

const commits = (schema: SchemaVariant): CommitSeed[] => [
  {
    message: 'Serve updates',
    files: {
      'README.md': '# Balrog\n',
      'version.txt': '3.109\n',
      'src/auslib/web/public/client.py': 'def get_update_blob(**url):\n    return {}\n',
      'ui/src/index.jsx': 'render(App);\n',
      ...pastMigrations,
    },
    tag: 'v3.109',
    release: 'The one before.',
  },
  {
    message: 'Cache rules for a minute',
    files: { 'version.txt': `${deployedVersion}\n`, 'src/auslib/util/cache.py': 'TTL = 60\n' },
    tag: `v${deployedVersion}`,
    release: 'Rules are cached.',
  },
  { message: `Bump version to ${upcomingVersion}`, files: { 'version.txt': `${upcomingVersion}\n` } },
  {
    message: 'Show notes on rules',
    files: {
      'src/auslib/web/public/client.py': 'def get_update_blob(**url):\n    return {"notes": ""}\n',
      'ui/src/index.jsx': 'render(App, { notes: true });\n',
      ...newMigrations[schema],
    },
  },
];

const imageWorkflow: WorkflowSeed = {
  path: workflows.image,
  name: 'Pull and Push Docker Image',
  inputs: { image_tag: { required: true }, [keyInput]: {} },
  runName: `Pull and Push Docker Image \${{ inputs.image_tag }} (\${{ inputs.${keyInput} }})`,
  seconds: 60,
};

const uiWorkflow: WorkflowSeed = {
  path: workflows.ui,
  name: 'Build and Deploy Balrog UI',
  inputs: {
    deploy_env: { required: true, default: 'stage', options: ['stage', 'prod'] },
    ref: { required: true, default: 'main' },
    [keyInput]: {},
  },
  runName: `Build and Deploy Balrog UI \${{ inputs.ref }} to \${{ inputs.deploy_env }} (\${{ inputs.${keyInput} }})`,
  seconds: 90,
};
