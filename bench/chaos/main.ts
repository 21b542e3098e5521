/** `npm run chaos`: whole releases of every shipped runbook, struck at every point of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certify } from './certify.ts';
import type { Lane } from './lane.ts';
import { helpText, parseOptions } from './options.ts';

const options = parseOptions(process.argv.slice(2));
if (options.help) {
  process.stdout.write(helpText);
} else {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-chaos-'));
  const lanes: Lane[] = [];
  const broken = new AbortController();
  // Whoever still runs there writes there.
  const end = async (): Promise<void> => {
    await Promise.allSettled(lanes.map((lane) => lane.stop()));
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  // What is done is on record, and the next `--points` goes on from there.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      broken.abort();
      void end().finally(() => process.exit(130));
    });
  try {
    const print = (line: string): void => void process.stdout.write(`${line}\n`);
    process.exitCode = await certify(options, { dir, lanes, signal: broken.signal, print });
  } catch (error) {
    // Its lanes were taken from under it.
    if (!broken.signal.aborted) throw error;
  } finally {
    await end();
  }
  if (broken.signal.aborted) process.exitCode = 130;
}
