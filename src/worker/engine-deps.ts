/** From a configuration to what the engine is given: clients by environment, planning, reminders, the doctor. */
import { fatal } from '../activities/errors.ts';
import type { EnvironmentsClient } from '../environment/client.ts';
import { pathText } from '../runbook/problem.ts';
import { createClients } from './clients.ts';
import { calendarsOf } from './environments/calendars.ts';
import { environmentViews } from './environments/views.ts';
import { examine } from './examine.ts';
import type { LoadedConfig } from './load-config.ts';
import type { LoadedRunbook } from './load-runbooks.ts';
import { memo } from './memo.ts';
import { planRelease } from './plan-release.ts';
import { remindPeople } from './remind.ts';
import { scrub } from './secrets.ts';
import { systemsOf } from './systems-of.ts';
import { lookAt } from './triggers/look.ts';
import type { EngineDeps } from './worker.ts';

/** `environments`: the record of what runs where, which Temporal keeps. */
export function engineDeps(
  loaded: LoadedConfig,
  runbooks: ReadonlyMap<string, LoadedRunbook>,
  environments: EnvironmentsClient,
): EngineDeps {
  // One set of clients an environment, for as long as the worker lives.
  const clientsOf = memo((environment: string) =>
    createClients(systems(loaded, environment), { environments }),
  );
  const readOnlyClientsOf = memo((environment: string) =>
    createClients(systems(loaded, environment), { readOnly: true, environments }),
  );
  const { config } = loaded;
  const closedByCalendar = calendarsOf(config);
  return {
    clientsFor: ({ environment }) => clientsOf(environment),
    scrub,
    plan: planRelease({ loaded, runbooks, environments, readOnlyClientsOf, scrub }),
    remind: remindPeople({ config, clientsOf, scrub }),
    doctor: examine({ config, clientsOf: readOnlyClientsOf, scrub }),
    look: lookAt({ loaded, runbooks, readOnlyClientsOf, scrub }),
    views: environmentViews({
      config,
      environments,
      clientsOf: readOnlyClientsOf,
      scrub,
      closedByCalendar,
    }),
    closedByCalendar,
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
