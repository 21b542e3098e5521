/** Results on disk, a line a run, so that a long series goes on where it stopped. Those of another build count no more. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Ran } from './run-point.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const lineSchema = z.object({ build: z.string(), ran: z.custom<Ran>() });

export interface Results {
  all(): readonly Ran[];
  add(ran: Ran): void;
}

export function openResults(file: string, build: string): Results {
  mkdirSync(dirname(file), { recursive: true });
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const known = lines
    .map((line) => lineSchema.parse(JSON.parse(line)))
    .filter((line) => line.build === build);
  const all = known.map(({ ran }) => ran);
  return {
    all: () => all,
    add(ran) {
      all.push(ran);
      appendFileSync(file, `${JSON.stringify({ build, ran })}\n`);
    },
  };
}

/** What runs: the compiled program. */
export function buildOf(): string {
  const dist = join(root, 'dist');
  const hash = createHash('sha256');
  for (const file of readdirSync(dist, { recursive: true }).map(String).sort())
    if (file.endsWith('.js')) hash.update(file).update(readFileSync(join(dist, file)));
  return hash.digest('hex').slice(0, 16);
}
