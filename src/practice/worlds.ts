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
  cjworkbench: async () => (await import('./cjworkbench/seed.ts')).cjworkbenchWorld(),
  'sre-test': async () => (await import('./sre-test/seed.ts')).sreTestWorld(),
  'wikimedia-services': async () => (await import('./wikimedia/seed.ts')).wikimediaWorld(),
  // In which a release fails as its team's page fears.
  'cjworkbench.failing-migration': async () =>
    (await import('./cjworkbench/seed.ts')).cjworkbenchWorld({ migration: 'failing' }),
  'sre-test.bad-image': async () =>
    (await import('./sre-test/seed.ts')).sreTestWorld({ newest: 'bad-image' }),
  'wikimedia-services.host-does-not-come-back': async () =>
    (await import('./wikimedia/seed.ts')).wikimediaWorld({ hosts: 'does-not-come-back' }),
  empty: async () => empty,
};
