/** Loads the user's TypeScript or JavaScript: configuration and runbooks. */
import { createJiti } from 'jiti';
import * as migrations from '../migrations/index.ts';
import * as steps from '../activities/index.ts';
import * as slipway from '../index.ts';

/**
 * `slipway`, `slipway/steps` and `slipway/migrations` are the running copy, wherever the file stands and whatever is installed beside it.
 * Nothing is written to disk.
 */
export const moduleLoader = (dir: string) =>
  createJiti(`${dir}/`, {
    virtualModules: { slipway, 'slipway/steps': steps, 'slipway/migrations': migrations },
    fsCache: false,
    interopDefault: true,
  });
