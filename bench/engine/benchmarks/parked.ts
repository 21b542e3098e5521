/** What a worker keeps in memory for a release that waits, beside a workflow that only waits. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { figure } from '../figures.ts';
import type { Figure } from '../figures.ts';
import { jiti } from '../jiti.ts';

/** A process of its own for each, so that neither finds what the other left. */
export async function parkedFigure(): Promise<Figure> {
  const [ours, limit] = [await kilobytes('release'), await kilobytes('bareGate')];
  return figure('memory-parked', 'KB of heap a release', { ours, limit });
}

async function kilobytes(kind: 'release' | 'bareGate'): Promise<number> {
  const child = fileURLToPath(new URL('../parked-process.ts', import.meta.url));
  const env = { ...process.env, TEMPORAL_DEBUG: '1' };
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', jiti, child, kind], { env });
  return Number(stdout);
}
