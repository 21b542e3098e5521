/** Makes the paths in a configuration absolute: a worker may be started anywhere. */
import type { Config } from './config.ts';
import type { SecretRef, SystemConfig } from './config-systems.ts';

export function withAbsoluteFiles(config: Config, absolute: (path: string) => string): Config {
  const systems = Object.entries(config.systems).map(
    ([name, system]) => [name, withFiles(system, absolute)] as const,
  );
  return { ...config, systems: Object.fromEntries(systems) };
}

function withFiles(system: SystemConfig, absolute: (path: string) => string): SystemConfig {
  const secret = (ref: SecretRef): SecretRef => ('file' in ref ? { file: absolute(ref.file) } : ref);
  switch (system.type) {
    case 'github':
    case 'slack':
    case 'sentry':
      return { ...system, token: secret(system.token) };
    case 'prometheus':
      return { ...system, token: system.token && secret(system.token) };
    case 'git':
    case 'oci':
      return { ...system, password: system.password && secret(system.password) };
    case 'gerrit':
      return { ...system, password: secret(system.password) };
    case 'shell':
      return { ...system, secrets: mapped(system.secrets, secret) };
    case 'requests':
      return {
        ...system,
        credentials: mapped(system.credentials, (one) => ({ ...one, secret: secret(one.secret) })),
      };
    case 'ssh':
      return {
        ...system,
        knownHostsFile: absolute(system.knownHostsFile),
        identityFile: system.identityFile && absolute(system.identityFile),
        configFile: system.configFile && absolute(system.configFile),
      };
    case 'kubernetes':
      return {
        ...system,
        kubeconfig: system.kubeconfig && absolute(system.kubeconfig),
        caFile: system.caFile && absolute(system.caFile),
        token: system.token && secret(system.token),
        secrets: mapped(system.secrets, secret),
      };
  }
}

const mapped = <T>(record: Readonly<Record<string, T>>, each: (value: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, each(value)]));
