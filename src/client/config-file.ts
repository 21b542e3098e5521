/** Which configuration: the one named, else this folder's, else the one that the folder's `slipway dev` runs with. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runningDev } from './dev-state.ts';

const endings = ['ts', 'js', 'mjs', 'yaml', 'json'];

export const configsIn = (cwd: string): string[] =>
  endings.map((ending) => `slipway.config.${ending}`).filter((name) => existsSync(join(cwd, name)));

/** Undefined: the loader looks in the folder, and says what it looked for. */
export function configFile(cwd: string, named: string | undefined): string | undefined {
  if (named !== undefined || configsIn(cwd).length > 0) return named;
  return runningDev(cwd)?.config;
}
