/** One system's state as a JSON file: written whole, beside itself, then renamed, so that a crash leaves the old or the new. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from './world.ts';

export function openStore<T extends object>(dir: string, name: string, initial: () => T): Store<T> {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, `${name}.json`);
  let state = read<T>(file) ?? write(file, initial());
  return {
    get: () => state,
    update(change) {
      const draft = structuredClone(state);
      const result = change(draft);
      state = write(file, draft);
      return result;
    },
  };
}

/** The practice world alone writes these files: what it wrote it may trust. */
function read<T>(file: string): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    throw new Error(`${file} can't be read: ${String(error)}. Remove it to begin this system anew.`, {
      cause: error,
    });
  }
}

function write<T>(file: string, state: T): T {
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, JSON.stringify(state, null, 1));
  renameSync(beside, file);
  return state;
}
