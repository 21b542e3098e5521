/** The practice cluster: an API server with Argo CD and Argo Rollouts on it. */
export { kubernetesPractice, practiceToken } from './system.ts';
export type { KubernetesPractice, KubernetesSeed } from './system.ts';
export type { ApplicationSeed, WorkloadSeed } from './seed.ts';
export type { ClusterSnapshot } from './snapshot.ts';
export type { ProgramEnd, ProgramRun, Programs } from './programs.ts';
