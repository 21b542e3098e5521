/** A folder on disk with the files that a test writes into it. */
import { mkdtemp, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Folder {
  readonly dir: string;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  remove(): Promise<void>;
}

export async function makeFolder(): Promise<Folder> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'slipway-config-')));
  return {
    dir,
    async write(files) {
      for (const [name, text] of Object.entries(files)) {
        await mkdir(dirname(join(dir, name)), { recursive: true });
        await writeFile(join(dir, name), text);
      }
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}
