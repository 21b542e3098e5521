/** The built program: what users run. Tests that kill processes, or look at what a process loads, need real ones. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '../..');

export function built(file: string): string {
  const path = join(root, 'dist', file);
  if (!existsSync(path)) throw new Error(`${path} is not there: run npm run build.`);
  return path;
}

/** An environment in which nothing of this machine's own Temporal or Slipway is found. */
export const cleanEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(TEMPORAL_|SLIPWAY_(?!TEMPORAL$)|NODE_OPTIONS$)/.test(name),
    ),
  );
