/** A practice world, started, with its sample configuration, and a runbook planned against it as a worker plans it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalog } from '../../src/activities/catalog.ts';
import type { Clients } from '../../src/activities/clients.ts';
import type { Planning } from '../../src/activities/planning.ts';
import { placedAt } from '../../src/demo/config.ts';
import { practiceToken } from '../../src/practice/kubernetes/index.ts';
import { startWorld } from '../../src/practice/server.ts';
import type { PracticeSystem } from '../../src/practice/world.ts';
import { assemblePlan } from '../../src/runbook/assemble-plan.ts';
import type { Sailing } from '../../src/runbook/course.ts';
import type { Assembled } from '../../src/runbook/assemble-plan.ts';
import { createClients } from '../../src/worker/clients.ts';
import { loadConfig } from '../../src/worker/load-config.ts';
import type { LoadedConfig } from '../../src/worker/load-config.ts';
import { environmentOf, peopleOf, systemsOf } from '../../src/worker/systems-of.ts';

type Runbook = Parameters<typeof assemblePlan<Planning>>[0];
type Input = Readonly<Record<string, unknown>> & { readonly environment: string };

type Vars = Readonly<Record<string, string>>;

export interface PlannedWorld {
  readonly url: string;
  readonly world: Awaited<ReturnType<typeof startWorld>>;
  readonly loaded: LoadedConfig;
  /** One of the world's systems, by its name. */
  system<S extends PracticeSystem>(name: string): S;
  /** As steps get them. */
  clients(environment: string): Clients;
  /** `sailing`: whence the version comes; absent: from anywhere. `vars`: over those of the environment. */
  plan(input: Input, sailing?: Sailing, vars?: Vars): Promise<Assembled>;
  stop(): Promise<void>;
}

interface Wanted {
  readonly runbook: Runbook;
  readonly systems: Parameters<typeof startWorld>[0]['systems'];
  /** Folder of the sample configuration. */
  readonly cwd: string;
  /** Seconds that one of life's takes. */
  readonly pace?: number;
}

/** A hundred times faster than life, if nothing else is wanted. */
export async function startPlannedWorld({
  runbook,
  systems,
  cwd,
  pace = 0.01,
}: Wanted): Promise<PlannedWorld> {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-world-'));
  const world = await startWorld({ dir, pace, systems });
  process.env['SLIPWAY_PRACTICE_TOKEN'] = practiceToken;
  const loaded = placedAt(world.world, await loadConfig({ cwd }));
  return {
    url: world.url,
    world,
    loaded,
    system<S extends PracticeSystem>(name: string) {
      const found = world.systems.find((one) => one.name === name);
      if (found === undefined) throw new Error(`The world has no ${name}.`);
      return found as S;
    },
    clients: (environment) => createClients(systemsIn(loaded, environment)),
    plan: (input, sailing, vars) => plan(runbook, loaded, input, sailing, vars),
    async stop() {
      await world.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function systemsIn({ config }: LoadedConfig, environment: string) {
  const systems = systemsOf(config, environment);
  if (!systems.ok) throw new Error(`The configuration has no ${environment}.`);
  return systems.systems;
}

function plan(
  runbook: Runbook,
  loaded: LoadedConfig,
  input: Input,
  sailing: Sailing | undefined,
  vars: Vars = {},
): Promise<Assembled> {
  const environment = environmentOf(loaded.config, input.environment);
  if (environment === undefined) throw new Error(`The configuration has no ${input.environment}.`);
  const clients: Planning = createClients(systemsIn(loaded, input.environment), { readOnly: true });
  return assemblePlan<Planning>(
    runbook,
    input,
    {
      environment: { ...environment, vars: { ...environment.vars, ...vars } },
      startedBy: 'maria',
      clients,
      people: peopleOf(loaded.config),
      signal: new AbortController().signal,
      sailing,
    },
    catalog,
  );
}
