/** How a practice GitHub begins: repositories with their past, workflows and checks. */
import { addCommit } from './git.ts';
import type { CheckPlan, GithubState, Hook, Protection, Repository, WorkflowInput } from './state.ts';
import { pastWork } from './work.ts';
import { runTitle } from './runs.ts';

export interface GithubSeed {
  readonly repositories: readonly RepositorySeed[];
  /** Tokens that may read and not write. */
  readonly readOnlyTokens?: readonly string[];
  /** Requests an hour; default 5000. */
  readonly rateLimit?: number;
  readonly deployments?: Readonly<Record<string, string>>;
}

export interface RepositorySeed {
  readonly owner: string;
  readonly name: string;
  /** Default `main`. */
  readonly defaultBranch?: string;
  /** When its first commit was made; then the hashes are the same in every world. Default: some hours ago. */
  readonly began?: number;
  /** Oldest first. */
  readonly commits: readonly CommitSeed[];
  /** Types of the rules that are in force, by branch: `non_fast_forward`. */
  readonly rules?: Readonly<Record<string, readonly string[]>>;
  /** Classic branch protection, by branch; tokens that only read may not see it. */
  readonly protection?: Readonly<Record<string, Protection>>;
  readonly workflows?: readonly WorkflowSeed[];
  /** Runs that ended well before the world began. */
  readonly runs?: readonly {
    readonly workflow: string;
    readonly ref: string;
    readonly inputs: Readonly<Record<string, string>>;
  }[];
  /** Check runs that appear on a published release's commit. */
  readonly releaseChecks?: readonly CheckPlan[];
  /** Check runs that appear on the head of a new pull request. */
  readonly pullChecks?: readonly CheckPlan[];
  readonly hooks?: readonly Hook[];
}

export interface CommitSeed {
  readonly message: string;
  /** Content by path, on top of the commit before; null removes the file. */
  readonly files: Readonly<Record<string, string | null>>;
  /** Names of the checks that it has passed. */
  readonly checks?: readonly string[];
  readonly tag?: string;
  /** Publishes a release of `tag`; its body. */
  readonly release?: string;
}

export interface WorkflowSeed {
  readonly path: string;
  readonly name: string;
  readonly inputs?: Readonly<Record<string, WorkflowInput>>;
  /** GitHub's own syntax, `Deploy ${{ inputs.ref }}`. Default: the name, and the input `slipway-key` if there is one. */
  readonly runName?: string;
  /** How long a run takes at pace 1; default 60. */
  readonly seconds?: number;
}

export function seedState(seed: GithubSeed, now: number): GithubState {
  const state: GithubState = {
    nextId: 1001,
    rateLimit: seed.rateLimit ?? 5000,
    readOnlyTokens: [...(seed.readOnlyTokens ?? [])],
    failures: {},
    deployments: { ...seed.deployments },
    repositories: {},
  };
  for (const one of seed.repositories) {
    state.repositories[`${one.owner}/${one.name}`] = seedRepository(one, now, () => state.nextId++);
  }
  return state;
}

function seedRepository(seed: RepositorySeed, now: number, nextId: () => number): Repository {
  const past = seed.began ?? now - seed.commits.length * 3_600_000;
  const repository: Repository = {
    id: nextId(),
    owner: seed.owner,
    name: seed.name,
    defaultBranch: seed.defaultBranch ?? 'main',
    blobs: {},
    commits: {},
    branches: {},
    tags: {},
    rules: Object.fromEntries(
      Object.entries(seed.rules ?? {}).map(([branch, types]) => [branch, [...types]]),
    ),
    protection: { ...seed.protection },
    releases: [],
    workflows: (seed.workflows ?? []).map(({ path, name, inputs, runName, seconds }) => ({
      id: nextId(),
      path,
      name,
      inputs: { ...inputs },
      runName,
      seconds: seconds ?? 60,
      createdAt: past,
    })),
    runs: [],
    checkRuns: [],
    statuses: [],
    pulls: [],
    hooks: [...(seed.hooks ?? [])],
    releaseChecks: [...(seed.releaseChecks ?? [])],
    pullChecks: [...(seed.pullChecks ?? [])],
    createdAt: past,
  };
  seed.commits.forEach((commit, index) => seedCommit(repository, commit, past + index * 3_600_000, nextId));
  for (const run of seed.runs ?? []) seedRun(repository, run, now, nextId);
  return repository;
}

function seedCommit(repository: Repository, seed: CommitSeed, at: number, nextId: () => number): void {
  const parent = repository.branches[repository.defaultBranch];
  const { sha } = addCommit(repository, {
    message: seed.message,
    changes: seed.files,
    parents: parent === undefined ? [] : [parent],
    author: 'practice',
    at,
  });
  repository.branches[repository.defaultBranch] = sha;
  for (const name of seed.checks ?? [])
    repository.checkRuns.push({ id: nextId(), name, sha, work: pastWork(at + 600_000) });
  if (seed.tag === undefined) return;
  repository.tags[seed.tag] = sha;
  if (seed.release === undefined) return;
  repository.releases.push({
    id: nextId(),
    tag: seed.tag,
    target: repository.defaultBranch,
    name: seed.tag,
    body: seed.release,
    draft: false,
    prerelease: false,
    createdAt: at,
    publishedAt: at,
    updatedAt: at,
  });
}

function seedRun(
  repository: Repository,
  seed: NonNullable<RepositorySeed['runs']>[number],
  now: number,
  nextId: () => number,
): void {
  const workflow = repository.workflows.find(({ path }) => path === seed.workflow);
  const sha = repository.branches[seed.ref] ?? repository.tags[seed.ref];
  if (workflow === undefined || sha === undefined) {
    throw new Error(
      `The seed's run of ${seed.workflow} on ${seed.ref}: no such workflow or ref in ${repository.name}`,
    );
  }
  repository.runs.push({
    id: nextId(),
    number: repository.runs.length + 1,
    workflow: workflow.path,
    title: runTitle(workflow, seed.inputs),
    event: 'workflow_dispatch',
    ref: seed.ref,
    sha,
    inputs: { ...seed.inputs },
    key: null,
    work: pastWork(now - 60_000),
  });
}
