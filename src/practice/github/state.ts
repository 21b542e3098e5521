/** What the practice GitHub keeps on disk. Times are milliseconds since the epoch; names of fields are our own. */
import type { Work } from './work.ts';

export interface GithubState {
  nextId: number;
  /** Requests an hour. */
  rateLimit: number;
  /** Tokens that may read and not write. */
  readOnlyTokens: string[];
  /** How often the next runs or checks of this name end in failure. */
  failures: Record<string, number>;
  /** What completed runs have deployed: `{ "balrog-ui/stage": "v3.110" }`. */
  deployments: Record<string, string>;
  /** By `owner/name`. */
  repositories: Record<string, Repository>;
}

/** Classic protection of a branch. */
export interface Protection {
  readonly deletions: boolean;
  readonly forcePushes: boolean;
  readonly reviews: boolean;
  /** Whether it binds administrators, too. */
  readonly admins: boolean;
}

export interface Repository {
  id: number;
  owner: string;
  name: string;
  defaultBranch: string;
  blobs: Record<string, string>;
  commits: Record<string, Commit>;
  branches: Record<string, string>;
  tags: Record<string, string>;
  /** Types of the rules in force, by branch. */
  rules?: Record<string, string[]>;
  protection?: Record<string, Protection>;
  releases: Release[];
  workflows: Workflow[];
  runs: Run[];
  checkRuns: CheckRun[];
  statuses: CommitStatus[];
  pulls: Pull[];
  /** What clients have recorded as deployed, oldest first. */
  deployments?: Deployment[];
  hooks: Hook[];
  /** Check runs that appear on a published release's commit, as an outside CI makes them. */
  releaseChecks: CheckPlan[];
  /** Check runs that appear on the head of a new pull request. */
  pullChecks: CheckPlan[];
  createdAt: number;
}

export interface Commit {
  sha: string;
  message: string;
  /** Blob by path. */
  tree: Record<string, string>;
  parents: string[];
  author: string;
  at: number;
}

export interface Release {
  id: number;
  tag: string;
  target: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  createdAt: number;
  publishedAt: number | null;
  updatedAt: number;
}

export interface WorkflowInput {
  required?: boolean | undefined;
  default?: string | undefined;
  options?: string[] | undefined;
}

export interface Workflow {
  id: number;
  /** `.github/workflows/docker.yml`. */
  path: string;
  name: string;
  inputs: Record<string, WorkflowInput>;
  /** GitHub's own syntax: `Deploy ${{ inputs.ref }}`. Absent: the name, and the key if there is such an input. */
  runName?: string | undefined;
  /** How long a run takes at pace 1. */
  seconds: number;
  createdAt: number;
}

export interface Run {
  id: number;
  number: number;
  workflow: string;
  title: string;
  event: string;
  /** Branch or tag it was dispatched on. */
  ref: string;
  sha: string;
  inputs: Record<string, string>;
  /** `Idempotency-Key` of the dispatch. */
  key: string | null;
  work: Work;
}

export interface CheckPlan {
  name: string;
  /** How long it takes at pace 1. */
  seconds: number;
}

export interface CheckRun {
  id: number;
  name: string;
  sha: string;
  work: Work;
}

export interface CommitStatus {
  id: number;
  sha: string;
  context: string;
  state: 'error' | 'failure' | 'pending' | 'success';
  description: string | null;
  targetUrl: string | null;
  at: number;
}

export interface Deployment {
  id: number;
  sha: string;
  ref: string;
  task: string;
  environment: string;
  description: string | null;
  payload: Record<string, unknown> | string;
  transient: boolean;
  production: boolean;
  at: number;
  /** Oldest first. */
  statuses: DeploymentStatus[];
}

export interface DeploymentStatus {
  id: number;
  state: 'error' | 'failure' | 'inactive' | 'pending' | 'success' | 'queued' | 'in_progress';
  description: string;
  environment: string;
  logUrl: string;
  environmentUrl: string;
  at: number;
}

export interface Pull {
  id: number;
  number: number;
  title: string;
  body: string | null;
  head: string;
  headSha: string;
  base: string;
  baseSha: string;
  state: 'open' | 'closed';
  mergedAt: number | null;
  mergeSha: string | null;
  createdAt: number;
  updatedAt: number;
  closedAt: number | null;
}

export interface Hook {
  url: string;
  secret: string;
  /** Event names; `*` is all. */
  events: string[];
}
