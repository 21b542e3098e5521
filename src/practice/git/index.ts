export { practiceGit } from './system.ts';
export type { PracticeGit, PracticeGitOptions } from './system.ts';
export type { GitCommitSeed, GitRepositorySeed } from './seed.ts';
export { authenticate } from './authenticate.ts';
export type { PracticeLogin } from './authenticate.ts';
