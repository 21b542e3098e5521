/** A practice world as a process of its own: `node dist/practice/main.js --dir D --port P --pace X --world NAME`. */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startWorld } from './server.ts';
import { worlds } from './worlds.ts';
import { reasonOf } from '../runbook/reason-of.ts';

const argumentsSchema = z.strictObject({
  dir: z.string().min(1),
  world: z
    .string()
    .refine((name) => Object.hasOwn(worlds, name), `must be one of ${Object.keys(worlds).join(', ')}`),
  port: z.coerce.number().int().min(0).max(65_535).optional(),
  pace: z.coerce.number().positive().default(1),
});

const options = {
  dir: { type: 'string' },
  world: { type: 'string' },
  port: { type: 'string' },
  pace: { type: 'string' },
} as const;

async function main(): Promise<void> {
  const parsed = argumentsSchema.safeParse({ ...parseArgs({ options }).values });
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const { dir, world, port, pace } = parsed.data;
  mkdirSync(dir, { recursive: true });
  const systems = await worlds[world]?.();
  if (systems === undefined) throw new Error(`There is no practice world ${world}.`);
  const running = await startWorld({ dir, pace, systems, ...(port === undefined ? {} : { port }) });
  const stop = () => void running.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // One line of JSON: whoever started the process reads the address from it.
  console.log(JSON.stringify({ url: running.url, world, systems: running.systems.map(({ name }) => name) }));
}

main().catch((error: unknown) => {
  console.error(reasonOf(error));
  process.exit(1);
});
