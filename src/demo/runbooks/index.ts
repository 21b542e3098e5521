/** Every runbook that can be demonstrated: a file each. */
import { balrog } from './balrog.ts';
import { cjworkbench } from './cjworkbench.ts';
import { sreTest } from './sre-test.ts';
import { wikimediaConfig } from './wikimedia-config.ts';
import { wikimediaServices } from './wikimedia-services.ts';

export const demonstrations = [balrog, cjworkbench, sreTest, wikimediaServices, wikimediaConfig] as const;
