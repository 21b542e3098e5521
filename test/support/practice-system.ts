/** One practised system on a loopback port, with real state, journal and faults. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld } from '../../src/practice/server.ts';
import type { RunningWorld } from '../../src/practice/server.ts';
import type { PracticeSystem, World } from '../../src/practice/world.ts';

export interface StartedPracticeSystem<S extends PracticeSystem = PracticeSystem> {
  /** The world's base URL; the system stands at `${url}${system.prefix}`. */
  readonly url: string;
  readonly world: RunningWorld['world'];
  readonly system: S;
  /** Stops the server; a temporary directory is removed, a given `dir` stays for the next start. */
  stop(): Promise<void>;
}

export interface PracticeSystemOptions {
  /** Where the state is kept. Default: a temporary directory. */
  readonly dir?: string;
  /** See `World.pace`. Default 0.01: a hundred times faster than life. */
  readonly pace?: number;
}

export async function startPracticeSystem<S extends PracticeSystem>(
  factory: (world: World) => S,
  { dir, pace = 0.01 }: PracticeSystemOptions = {},
): Promise<StartedPracticeSystem<S>> {
  const home = dir ?? mkdtempSync(join(tmpdir(), 'slipway-practice-'));
  let system: S | undefined;
  const systems = (world: World) => [(system = factory(world))];
  const { url, world, stop } = await startWorld({ dir: home, pace, systems });
  if (system === undefined) throw new Error('The world made no system.');
  return {
    url,
    world,
    system,
    async stop() {
      await stop();
      if (dir === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}
