/** What runs on a host, as a comparable value: whether a service is up, and of which commit its process was started. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UnitSeed } from './options.ts';

export const unitsOf = (root: string, units: readonly UnitSeed[]): Record<string, unknown> =>
  Object.fromEntries(
    units.map(({ name }) => {
      const dir = join(root, 'units', name);
      return [name, { up: isUp(join(dir, 'pid')), revision: read(join(dir, 'revision')) }];
    }),
  );

function isUp(path: string): boolean {
  const pid = read(path);
  if (pid === null || !existsSync(`/proc/${pid}/stat`)) return false;
  // The name may hold brackets; the state follows the last of them.
  return read(`/proc/${pid}/stat`)?.split(') ').at(-1)?.startsWith('Z') === false;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
