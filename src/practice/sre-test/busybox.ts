/** A program that needs nothing else: no registry of base images can be reached from a practice world. */
import { existsSync, readFileSync } from 'node:fs';

const place = (): string | undefined => ['/bin/busybox', '/usr/bin/busybox'].find((path) => existsSync(path));

export const hasBusybox = (): boolean => place() !== undefined;

export function busybox(): Buffer {
  const path = place();
  if (path === undefined)
    throw new Error(
      'The practice world of sre-test needs a static busybox (apt-get install busybox-static).',
    );
  return readFileSync(path);
}
