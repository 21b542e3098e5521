/** The workflows a worker offers; the bundle is made from this file. */
export { board } from './board.ts';
export { diff } from './diff.ts';
export { doctor } from './doctor.ts';
export { environment } from './environment/environment.ts';
export { ledgerPage } from './environment/ledger-page.ts';
export { plan } from './plan.ts';
export { release } from './release.ts';
export { trigger } from './trigger.ts';
export { where } from './where.ts';
