/** Starts a practice world: every system on one loopback port, with its state, its faults and the control API. */
import Fastify from 'fastify';
import type { FastifyPluginAsync } from 'fastify';
import { applyFaults } from './apply-faults.ts';
import { controlRoutes } from './control.ts';
import { openFaults } from './faults.ts';
import type { Faults } from './faults.ts';
import { openListener } from './listener.ts';
import type { Listener } from './listener.ts';
import { openRecords } from './records.ts';
import { openStore } from './store.ts';
import type { PracticeSystem, World } from './world.ts';

export interface WorldOptions {
  /** Where the state is kept; a world started again on it goes on where it was, on the same port. */
  readonly dir: string;
  /** Default: the port of the last time, or any free one. */
  readonly port?: number;
  /** See `World.pace`. Default 1. */
  readonly pace?: number;
  /** Makes the systems; one may be wired to another here (an action that pushes to the registry). */
  readonly systems: (world: World) => readonly PracticeSystem[];
}

export interface RunningWorld {
  readonly url: string;
  /** Its pace may be changed while it runs. */
  readonly world: World & { pace: number };
  readonly systems: readonly PracticeSystem[];
  /** Every system's snapshot by its name. */
  snapshot(): Record<string, unknown>;
  stop(): Promise<void>;
}

export async function startWorld({ dir, port, pace = 1, systems }: WorldOptions): Promise<RunningWorld> {
  const settings = openStore(dir, 'world', () => ({ port: 0 }));
  const listener = await openListener(port ?? settings.get().port);
  settings.update((draft) => void (draft.port = listener.port));
  const world: World & { pace: number } = {
    ...openRecords(dir),
    faults: openFaults(),
    url: listener.url,
    dir,
    pace,
  };
  try {
    return await serve(world, systems(world), listener);
  } catch (error) {
    await listener.close();
    throw error;
  }
}

async function serve(
  world: World,
  systems: readonly PracticeSystem[],
  listener: Listener,
): Promise<RunningWorld> {
  const snapshot = () => Object.fromEntries(systems.map((system) => [system.name, system.snapshot()]));
  const app = Fastify({ routerOptions: { maxParamLength: 1024 } });
  for (const system of systems) await app.register(mounted(system, world.faults), { prefix: system.prefix });
  await app.register(controlRoutes(world, snapshot), { prefix: '/_world' });
  await app.ready();
  for (const system of systems) await system.start?.();
  listener.serve((request, response) => app.routing(request, response));
  return {
    url: world.url,
    world,
    systems,
    snapshot,
    async stop() {
      for (const system of systems) await system.stop?.();
      await listener.close();
      await app.close();
    },
  };
}

const mounted =
  (system: PracticeSystem, faults: Faults): FastifyPluginAsync =>
  async (scope) => {
    applyFaults(scope, system, faults);
    await scope.register(system.routes);
  };
