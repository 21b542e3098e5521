/** From a configuration to what the engine is given: clients by environment, planning, reminders, the doctor. */
import type { Clients } from '../activities/clients.ts';
import { fatal } from '../activities/errors.ts';
import { pathText } from '../runbook/problem.ts';
import { createClients } from './clients.ts';
import { examine } from './examine.ts';
import type { LoadedConfig } from './load-config.ts';
import type { LoadedRunbook } from './load-runbooks.ts';
import { planRelease } from './plan-release.ts';
import { remindPeople } from './remind.ts';
import { scrub } from './secrets.ts';
import { systemsOf } from './systems-of.ts';
import type { EngineDeps } from './worker.ts';

export function engineDeps(loaded: LoadedConfig, runbooks: ReadonlyMap<string, LoadedRunbook>): EngineDeps {
  const clientsOf = memo((environment) => createClients(systems(loaded, environment)));
  const readOnlyClientsOf = memo((environment) =>
    createClients(systems(loaded, environment), { readOnly: true }),
  );
  const { config } = loaded;
  return {
    clientsFor: ({ environment }) => clientsOf(environment),
    scrub,
    plan: planRelease({ loaded, runbooks, readOnlyClientsOf, scrub }),
    remind: remindPeople({ config, clientsOf, scrub }),
    doctor: examine({ config, clientsOf: readOnlyClientsOf, scrub }),
  };
}

function systems({ config, file }: LoadedConfig, environment: string) {
  const found = systemsOf(config, environment);
  if (found.ok) return found.systems;
  const [problem] = found.problems;
  throw fatal(
    'config-invalid',
    `${file}: ${pathText([problem?.path ?? ''])} ${problem?.message ?? ''}`,
    problem?.remedy,
  );
}

/** One set of clients an environment, for as long as the worker lives. */
function memo(make: (environment: string) => Clients): (environment: string) => Clients {
  const made = new Map<string, Clients>();
  return (environment) => {
    const known = made.get(environment) ?? make(environment);
    made.set(environment, known);
    return known;
  };
}
