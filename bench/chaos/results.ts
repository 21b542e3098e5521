/** Results on disk, a line a run, so that a long series goes on where it stopped. Those of another build count no more. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  const known = wholeLines(file)
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

/** A series that was killed while it wrote has left a part of a line. */
function wholeLines(file: string): string[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) writeFileSync(file, whole);
  return whole.split('\n').filter(Boolean);
}

/** What runs: the compiled program. */
export function buildOf(): string {
  const dist = join(root, 'dist');
  const hash = createHash('sha256');
  for (const file of readdirSync(dist, { recursive: true }).map(String).sort())
    if (file.endsWith('.js')) hash.update(file).update(readFileSync(join(dist, file)));
  return hash.digest('hex').slice(0, 16);
}
