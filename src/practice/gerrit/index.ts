export { practiceGerrit } from './system.ts';
export type { PracticeGerrit, PracticeGerritOptions } from './system.ts';
export type { Change } from './changes.ts';
export type { Reviewing } from './reviewers.ts';
