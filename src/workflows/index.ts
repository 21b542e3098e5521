/** The workflows a worker offers; the bundle is made from this file. */
export { doctor } from './doctor.ts';
export { plan } from './plan.ts';
export { release } from './release.ts';
