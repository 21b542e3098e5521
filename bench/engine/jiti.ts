/** The program that runs TypeScript files as they are. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const manifest = createRequire(import.meta.url).resolve('jiti/package.json');
export const jiti = join(dirname(manifest), 'lib/jiti-cli.mjs');
