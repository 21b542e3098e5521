/** Steps on Argo CD. */
export { awaitHealthy } from './awaitHealthy.ts';
export { sync } from './sync.ts';
