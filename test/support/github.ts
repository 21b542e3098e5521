/** A practice GitHub on loopback with an unmodified octokit whose every exchange is held against GitHub's description. */
import { Octokit } from '@octokit/rest';
import { practiceGithub } from '../../src/practice/github/index.ts';
import type {
  GithubSeed,
  PracticeGithub,
  RepositorySeed,
  RunEffects,
} from '../../src/practice/github/index.ts';
import { watchOpenApi } from './github-openapi.ts';
import type { OpenApiWatch } from './github-openapi.ts';
import { startPracticeSystem } from './practice-system.ts';
import type { StartedPracticeSystem } from './practice-system.ts';

export const repository = 'harbour/lock';
export const inRepository = { owner: 'harbour', repo: 'lock' };
export const deployUi = '.github/workflows/deploy-ui.yml';
export const pushImage = '.github/workflows/push-image.yml';

const lock: RepositorySeed = {
  owner: 'harbour',
  name: 'lock',
  commits: [
    {
      message: 'Begin',
      files: { 'version.txt': '3.110\n', 'README.md': 'Lock\n' },
      tag: 'v3.110',
      release: 'First',
    },
    { message: 'Add a gate', files: { 'src/gate.py': 'gate = 1\n' } },
  ],
  protection: { main: { deletions: true, forcePushes: false, reviews: true, admins: true } },
  releaseChecks: [
    { name: 'build-image', seconds: 20 },
    { name: 'push-image', seconds: 30 },
  ],
  pullChecks: [{ name: 'unit', seconds: 10 }],
  workflows: [
    {
      path: deployUi,
      name: 'Build and Deploy UI',
      inputs: {
        environment: { required: true, options: ['stage', 'prod'] },
        ref: { required: true },
        'slipway-key': {},
      },
      seconds: 30,
    },
    {
      path: pushImage,
      name: 'Pull and Push Image',
      inputs: { tag: { required: true } },
      runName: 'Pull and Push Image ${{ inputs.tag }}',
      seconds: 20,
    },
  ],
  runs: [{ workflow: pushImage, ref: 'main', inputs: { tag: 'v3.110' } }],
};

export const seed: GithubSeed = {
  repositories: [lock],
  readOnlyTokens: ['reader'],
  deployments: { 'lock-ui/stage': 'v3.110' },
};

const effects: RunEffects = {
  [deployUi]: ({ inputs, deploy }) => deploy(`lock-ui/${inputs['environment']}`, inputs['ref'] ?? ''),
};

export interface StartedGithub extends StartedPracticeSystem<PracticeGithub> {
  readonly octokit: Octokit;
  readonly watch: OpenApiWatch;
  /** Effects of the journal, oldest first. */
  effects(): string[];
}

export interface GithubOptions {
  readonly dir?: string;
  readonly pace?: number;
  readonly seed?: GithubSeed;
  readonly effects?: RunEffects;
}

export async function startGithub(options: GithubOptions = {}): Promise<StartedGithub> {
  const { dir, pace = 0.01 } = options;
  const factory = practiceGithub(options.seed ?? seed, options.effects ?? effects);
  const started = await startPracticeSystem(factory, { pace, ...(dir === undefined ? {} : { dir }) });
  const octokit = clientOf(started.url);
  return {
    ...started,
    octokit,
    watch: watchOpenApi(octokit),
    effects: () => started.world.journal.entries().map(({ effect }) => effect),
  };
}

const silent = () => undefined;

export const clientOf = (url: string, auth: string | undefined = 'writer'): Octokit =>
  new Octokit({
    baseUrl: `${url}/github`,
    ...(auth === '' ? {} : { auth }),
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });

/** Has somebody record, before the world's journal begins, that `v3.110` is in an environment; the deployment's id. */
export function deployedBefore(system: PracticeGithub, environment: string): number {
  const id = 900;
  system.meddle((draft) => {
    const there = draft.repositories[repository];
    const sha = there?.tags['v3.110'];
    if (there === undefined || sha === undefined) throw new Error('The seed has no v3.110.');
    const at = Date.now();
    const status = {
      id: id + 1,
      state: 'success',
      description: '',
      environment,
      logUrl: '',
      environmentUrl: '',
      at,
    } as const;
    there.deployments = [
      {
        id,
        sha,
        ref: 'v3.110',
        task: 'deploy',
        environment,
        description: null,
        payload: {},
        transient: false,
        production: false,
        at,
        statuses: [status],
      },
    ];
  });
  return id;
}
