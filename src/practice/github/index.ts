/** A practice GitHub: repositories, releases, checks, actions and pull requests behind GitHub's REST API. */
export { practiceGithub } from './system.ts';
export type { PracticeGithub } from './system.ts';
export type { CompletedRun, RunEffects } from './machinery.ts';
export type { CommitSeed, GithubSeed, RepositorySeed, WorkflowSeed } from './seed.ts';
export type { GithubState } from './state.ts';
