/** Finds the files that a pattern names, relative to a folder: absolute paths, sorted. */
import { glob } from 'tinyglobby';

export const findFiles = async (pattern: string, dir: string): Promise<string[]> =>
  (await glob(pattern, { cwd: dir, absolute: true, ignore: ['**/node_modules/**', '**/*.d.ts'] })).sort();
