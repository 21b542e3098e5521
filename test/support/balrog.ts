/** Balrog's practice world, started, and its runbook planned against it as a worker plans it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import balrog from '../../runbooks/balrog.ts';
import { catalog } from '../../src/activities/catalog.ts';
import { balrogWorld } from '../../src/practice/balrog/seed.ts';
import type { BalrogOptions } from '../../src/practice/balrog/options.ts';
import { practiceToken } from '../../src/practice/kubernetes/index.ts';
import type { KubernetesPractice } from '../../src/practice/kubernetes/index.ts';
import type { PracticeGithub } from '../../src/practice/github/index.ts';
import type { Registry } from '../../src/practice/oci/index.ts';
import { startWorld } from '../../src/practice/server.ts';
import type { PracticeSystem } from '../../src/practice/world.ts';
import { assemblePlan } from '../../src/runbook/assemble-plan.ts';
import type { Assembled } from '../../src/runbook/assemble-plan.ts';
import type { Planning } from '../../src/activities/planning.ts';
import { createClients } from '../../src/worker/clients.ts';
import { configSchema } from '../../src/worker/config.ts';
import { loadConfig } from '../../src/worker/load-config.ts';
import type { LoadedConfig } from '../../src/worker/load-config.ts';
import { environmentOf, peopleOf, systemsOf } from '../../src/worker/systems-of.ts';

export interface StartedBalrog {
  readonly url: string;
  readonly world: Awaited<ReturnType<typeof startWorld>>;
  readonly loaded: LoadedConfig;
  readonly github: PracticeGithub;
  readonly cluster: KubernetesPractice;
  readonly registry: Registry;
  plan(input: Readonly<Record<string, unknown>> & { readonly environment: string }): Promise<Assembled>;
  stop(): Promise<void>;
}

/** A hundred times faster than life. */
export async function startBalrog(options: BalrogOptions = {}): Promise<StartedBalrog> {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-balrog-'));
  const world = await startWorld({ dir, pace: 0.01, systems: balrogWorld(options) });
  process.env['SLIPWAY_PRACTICE_TOKEN'] = practiceToken;
  const loaded = at(world.url, await loadConfig({ cwd: 'runbooks/practice' }));
  const system = <S extends PracticeSystem>(name: string): S => {
    const found = world.systems.find((one) => one.name === name);
    if (found === undefined) throw new Error(`The world has no ${name}.`);
    return found as S;
  };
  return {
    url: world.url,
    world,
    loaded,
    github: system('github'),
    cluster: system('kubernetes'),
    registry: system('oci'),
    plan: (input) => plan(loaded, input),
    async stop() {
      await world.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The sample's world stands on a port of its own; a test's on any. */
function at(url: string, loaded: LoadedConfig): LoadedConfig {
  const text = JSON.stringify(loaded.config).replaceAll('http://127.0.0.1:7300', url);
  return { ...loaded, config: configSchema.parse(JSON.parse(text)) };
}

function plan({ config }: LoadedConfig, input: { readonly environment: string }): Promise<Assembled> {
  const environment = environmentOf(config, input.environment);
  const systems = systemsOf(config, input.environment);
  if (environment === undefined || !systems.ok)
    throw new Error(`The configuration has no ${input.environment}.`);
  const clients: Planning = createClients(systems.systems, { readOnly: true });
  return assemblePlan<Planning>(
    balrog,
    input,
    {
      environment,
      startedBy: 'maria',
      clients,
      people: peopleOf(config),
      signal: new AbortController().signal,
    },
    catalog,
  );
}
