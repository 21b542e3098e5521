/** The folder of one piece of work: private, with the registry's credential in a file that only this user reads, and gone afterwards. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RegistryLogin } from '../oci-client.ts';
import { registerSecret } from '../secrets.ts';

export interface Workspace {
  readonly dir: string;
  /** What the programs find the credential and the registry's manner by. */
  readonly env: Readonly<Record<string, string>>;
}

export interface RegistryAccess {
  readonly url: string;
  readonly login?: () => RegistryLogin;
}

export async function inWorkspace<T>(
  registry: RegistryAccess,
  body: (space: Workspace) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-images-'));
  try {
    const { host, protocol } = new URL(registry.url);
    const docker = join(dir, 'docker');
    await mkdir(docker, { mode: 0o700 });
    const auths = registry.login === undefined ? {} : { [host]: { auth: encoded(registry.login()) } };
    // docker looks for buildx, which is a plugin, beside its configuration: also where the worker's user has it.
    const cliPluginsExtraDirs = [join(homedir(), '.docker', 'cli-plugins')];
    await writeFile(join(docker, 'config.json'), JSON.stringify({ auths, cliPluginsExtraDirs }), {
      mode: 0o600,
    });
    // Only this one registry may be asked without TLS, and only if its address says so.
    const registries =
      protocol === 'http:' ? `[[registry]]\nlocation = ${JSON.stringify(host)}\ninsecure = true\n` : '';
    await writeFile(join(dir, 'registries.conf'), registries);
    return await body({
      dir,
      env: {
        HOME: dir,
        DOCKER_CONFIG: docker,
        REGISTRY_AUTH_FILE: join(docker, 'config.json'),
        CONTAINERS_REGISTRIES_CONF: join(dir, 'registries.conf'),
      },
    });
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

const encoded = ({ username, password }: RegistryLogin): string =>
  registerSecret(Buffer.from(`${username}:${password}`).toString('base64'));
