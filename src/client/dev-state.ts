/** `.slipway/dev.json`: where `slipway dev` of this folder listens; the other commands find it there. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { lives, processMarkSchema } from './dev/process-mark.ts';

const stateSchema = z.object({
  /** `slipway dev` itself; absent once it has stopped: its ports are kept for the next start. */
  dev: processMarkSchema.optional(),
  /** What it runs, by name. */
  parts: z.record(z.string(), processMarkSchema).optional(),
  address: z.string(),
  namespace: z.string(),
  taskQueue: z.string(),
  port: z.number().int(),
  uiPort: z.number().int(),
  practicePort: z.number().int().optional(),
  /** The configuration it runs with. */
  config: z.string().optional(),
});

export type DevState = z.output<typeof stateSchema>;

export const stateFolder = (cwd: string): string => join(cwd, '.slipway');
const stateFile = (cwd: string): string => join(stateFolder(cwd), 'dev.json');

/** What the last `slipway dev` of this folder wrote, whether it runs or not. */
export function readDevState(cwd: string): DevState | undefined {
  try {
    return stateSchema.safeParse(JSON.parse(readFileSync(stateFile(cwd), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** What is in it belongs to this machine: git never sees it. */
export function makeStateFolder(cwd: string): void {
  mkdirSync(stateFolder(cwd), { recursive: true });
  writeFileSync(join(stateFolder(cwd), '.gitignore'), '*\n');
}

export function writeDevState(cwd: string, state: DevState): void {
  makeStateFolder(cwd);
  const partial = `${stateFile(cwd)}.${process.pid}`;
  writeFileSync(partial, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(partial, stateFile(cwd));
}

/** The `slipway dev` that runs in this folder. */
export function runningDev(cwd: string): DevState | undefined {
  const state = readDevState(cwd);
  return state?.dev !== undefined && lives(state.dev) ? state : undefined;
}
