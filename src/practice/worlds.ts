/** The practice worlds that can be started by name. */
import { createRegistry } from './oci/index.ts';
import { createPrometheus } from './prometheus/index.ts';
import { createSentry } from './sentry/index.ts';
import { createWorkspace } from './slack/index.ts';
import { createTraffic } from './traffic/index.ts';
import type { PracticeSystem, World } from './world.ts';

export type WorldMaker = (world: World) => readonly PracticeSystem[];

/** Systems without a team in them: to try a client, a step or a runbook of one's own. */
const empty: WorldMaker = (world) => {
  const traffic = createTraffic(world, { services: {}, liveVersions: () => [] });
  return [
    createRegistry(world),
    createWorkspace(world),
    createPrometheus(world, { traffic }),
    createSentry(world, { traffic, projects: [] }),
  ];
};

/** Loaded when asked for: a world may be large. */
export const worlds: Readonly<Record<string, () => Promise<WorldMaker>>> = {
  balrog: async () => (await import('./balrog/seed.ts')).balrogWorld(),
  empty: async () => empty,
};
