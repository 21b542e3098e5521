/** A disk that can be filled to its last byte and emptied again: a small file system in memory. Needs the right to mount one. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface Disk {
  fill(): void;
  empty(): void;
  /** Gives the space back; whoever still writes there must have ended. */
  unmount(): void;
}

const megabytes = 48;

/** Undefined where this machine doesn't let us. */
export function mountDisk(dir: string): Disk | undefined {
  mkdirSync(dir, { recursive: true });
  const quiet = { stdio: 'ignore' } as const;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'slipway-chaos', dir], quiet);
  } catch {
    return undefined;
  }
  const ballast = join(dir, 'ballast');
  return {
    fill: () => pour(ballast),
    empty: () => rmSync(ballast, { force: true }),
    unmount: () => void execFileSync('umount', ['-l', dir], quiet),
  };
}

function pour(file: string): void {
  const descriptor = openSync(file, 'w');
  for (const size of [1 << 20, 1 << 12, 1]) {
    const drop = Buffer.alloc(size);
    try {
      for (;;) if (writeSync(descriptor, drop) < size) break;
    } catch {
      // Full, for drops of this size.
    }
  }
  closeSync(descriptor);
}
