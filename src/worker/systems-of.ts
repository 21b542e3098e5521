/** What the configuration says of one environment, and of people, as planning and clients need it. */
import type { Person } from '../runbook/audience.ts';
import type { Environment } from '../runbook/facts.ts';
import type { Problem } from '../runbook/problem.ts';
import { pathText } from '../runbook/problem.ts';
import type { Config } from './config.ts';
import { systemTypes } from './config-systems.ts';
import type { SystemConfig, Systems, SystemType } from './config-systems.ts';

export type SystemsOf =
  | {
      readonly ok: true;
      readonly systems: Systems;
      /** Why the environment has no system of a type: there is none, or several and it chose none. */
      readonly missing: Readonly<Partial<Record<SystemType, Problem>>>;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** By type: the one that the environment names, else the one called after its type, else the only one. */
export function systemsOf(config: Config, name: string): SystemsOf {
  const environment = Object.hasOwn(config.environments, name) ? config.environments[name] : undefined;
  if (environment === undefined) return { ok: false, problems: [unknownEnvironment(config, name)] };
  const found: Partial<Record<SystemType, SystemConfig>> = {};
  const missing: Partial<Record<SystemType, Problem>> = {};
  for (const type of systemTypes) {
    const names = Object.keys(config.systems).filter((one) => config.systems[one]?.type === type);
    const chosen =
      environment.systems[type] ?? (names.includes(type) || names.length !== 1 ? type : names[0]);
    const system = chosen === undefined ? undefined : config.systems[chosen];
    if (system?.type === type) found[type] = system;
    else missing[type] = noSystem(name, type, names);
  }
  return { ok: true, systems: found as Systems, missing };
}

const unknownEnvironment = ({ environments }: Config, name: string): Problem => ({
  path: 'environments',
  message: `has no '${name}'`,
  remedy: `Environments of this configuration: ${Object.keys(environments).join(', ') || 'none'}`,
});

const noSystem = (environment: string, type: SystemType, names: readonly string[]): Problem =>
  names.length === 0
    ? {
        path: 'systems',
        message: `has none of the type ${type}`,
        remedy: `Add one, called '${type}' for instance`,
      }
    : {
        path: pathText(['environments', environment, 'systems']),
        message: `doesn’t say which ${type} it uses`,
        remedy: `Say { ${type}: … } with one of ${names.join(', ')}`,
      };

/** As runbooks see it. */
export function environmentOf(config: Config, name: string): Environment | undefined {
  const environment = Object.hasOwn(config.environments, name) ? config.environments[name] : undefined;
  return (
    environment && {
      name,
      title: environment.title ?? name,
      vars: environment.vars,
      shares: environment.shares,
    }
  );
}

export const peopleOf = ({ people }: Config): Person[] =>
  Object.entries(people).map(([login, { roles }]) => ({ login, roles }));
