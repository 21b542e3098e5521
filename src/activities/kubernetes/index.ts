export { deletePod } from './deletePod.ts';
export { exec } from './exec.ts';
export { podsHealthy } from './podsHealthy.ts';
export { recreate } from './recreate.ts';
export { restart } from './restart.ts';
export { runJob } from './runJob.ts';
export { setImage } from './setImage.ts';
export { setSecret } from './setSecret.ts';
