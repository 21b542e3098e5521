/** Every shipped runbook: a file each; and releases that want one environment. */
import { balrog } from './balrog.ts';
import { cjworkbench, cjworkbenchFailing } from './cjworkbench.ts';
import { cjworkbenchRabbitmq, cjworkbenchSecret } from './cjworkbench-operations.ts';
import { lease } from './lease.ts';
import { sreTest, sreTestFailing } from './sre-test.ts';
import { wikimediaConfig, wikimediaConfigFailing } from './wikimedia-config.ts';
import { wikimediaServices, wikimediaServicesFailing } from './wikimedia-services.ts';

export const subjects = [
  balrog,
  cjworkbench,
  cjworkbenchFailing,
  cjworkbenchRabbitmq,
  cjworkbenchSecret,
  lease,
  sreTest,
  sreTestFailing,
  wikimediaConfig,
  wikimediaConfigFailing,
  wikimediaServices,
  wikimediaServicesFailing,
] as const;
