/** Steps on Argo Rollouts. */
export { awaitHealthy } from './awaitHealthy.ts';
export { awaitPaused } from './awaitPaused.ts';
export { promoteFull } from './promoteFull.ts';
