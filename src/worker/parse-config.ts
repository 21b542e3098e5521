/** Holds a configuration against its schema and against itself. */
import type { Problem } from '../runbook/problem.ts';
import { pathText, problemsOfIssues } from '../runbook/problem.ts';
import { configSchema } from './config.ts';
import type { Config } from './config.ts';
import { systemTypes } from './config-systems.ts';
import { triggerProblems } from './triggers/trigger-problems.ts';

export type ParsedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function parseConfig(given: unknown): ParsedConfig {
  const parsed = configSchema.safeParse(given);
  if (!parsed.success) {
    const remedy = 'Correct it as docs/configuration.md says';
    return { ok: false, problems: problemsOfIssues(parsed.error.issues, [], remedy) };
  }
  const problems = [
    ...misnamed(parsed.data),
    ...unknownSystems(parsed.data),
    ...unknownCalendars(parsed.data),
    ...triggerProblems(parsed.data),
  ];
  return problems.length === 0 ? { ok: true, config: parsed.data } : { ok: false, problems };
}

/** A system called after a type is that type's default, so it must be one. */
const misnamed = ({ systems }: Config): Problem[] =>
  Object.entries(systems).flatMap(([name, { type }]) =>
    name === type || !systemTypes.some((known) => known === name)
      ? []
      : [
          {
            path: pathText(['systems', name]),
            message: `is called after the type ${name}, but is of the type ${type}`,
            remedy: 'Give it another name: one called after a type is that type’s default',
          },
        ],
  );

const unknownCalendars = ({ environments, calendars }: Config): Problem[] =>
  Object.entries(environments).flatMap(([environment, { calendars: kept }]) =>
    kept.flatMap((name, index) =>
      Object.hasOwn(calendars, name)
        ? []
        : [
            {
              path: pathText(['environments', environment, 'calendars', index]),
              message: `names '${name}', which is no calendar`,
              remedy: `Calendars of this configuration: ${Object.keys(calendars).join(', ') || 'none'}`,
            },
          ],
    ),
  );

const unknownSystems = ({ environments, systems }: Config): Problem[] =>
  Object.entries(environments).flatMap(([environment, { systems: chosen }]) =>
    Object.entries(chosen).flatMap(([type, name]) => {
      const path = pathText(['environments', environment, 'systems', type]);
      const known = Object.keys(systems).filter((one) => systems[one]?.type === type);
      const remedy =
        known.length === 0 ? `Add a system of the type ${type}` : `Systems of this type: ${known.join(', ')}`;
      const system = Object.hasOwn(systems, name) ? systems[name] : undefined;
      if (system === undefined) return [{ path, message: `names '${name}', which is no system`, remedy }];
      if (system.type === type) return [];
      return [{ path, message: `names '${name}', which is of the type ${system.type}`, remedy }];
    }),
  );
