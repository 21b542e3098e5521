/** Whether an environment is one: a misspelt name would make a new one, and freeze nothing. */
import { idSchema } from '../../runbook/plan.ts';
import { everywhere } from '../../environment/messages.ts';
import type { Runbook } from '../../runbook/define-runbook.ts';
import { loadConfig } from '../../worker/load-config.ts';
import type { LoadedConfig } from '../../worker/load-config.ts';
import { loadRunbooks } from '../../worker/load-runbooks.ts';
import type { Config } from '../../worker/config.ts';
import { usage } from '../cli-error.ts';
import { configFile, configsIn } from '../config-file.ts';
import type { Connected } from '../connect.ts';
import type { Terminal } from '../terminal.ts';
import { environmentView } from './read.ts';

/** The configuration of this folder; undefined where there is none. */
export async function loadedHere(
  { cwd }: Pick<Terminal, 'cwd'>,
  file: string | undefined,
): Promise<LoadedConfig | undefined> {
  const found = configFile(cwd, file);
  return found === undefined && configsIn(cwd).length === 0 ? undefined : loadConfig({ cwd, file: found });
}

export const configHere = async (
  terminal: Pick<Terminal, 'cwd'>,
  file: string | undefined,
): Promise<Config | undefined> => (await loadedHere(terminal, file))?.config;

/** The runbook as it stands beside the configuration; undefined where there is none of this name. */
export const runbookOf = async (loaded: LoadedConfig, name: string): Promise<Runbook | undefined> =>
  (await loadRunbooks(loaded)).get(name)?.runbook;

/** Refuses a name that neither the configuration nor Temporal knows. */
export async function knownEnvironment(
  connected: Connected,
  config: Config | undefined,
  name: string,
): Promise<string> {
  if (!idSchema.safeParse(name).success) throw usage(`‘${name}’ can’t be the name of an environment.`);
  if (name === everywhere || Object.hasOwn(config?.environments ?? {}, name)) return name;
  if ((await environmentView(connected, name)) !== undefined) return name;
  const names = Object.keys(config?.environments ?? {});
  throw usage(
    `There is no environment ‘${name}’.`,
    names.length > 0
      ? `There are: ${names.join(', ')}.`
      : 'Nothing was released there yet: say it in the folder of the configuration, or give --config.',
  );
}
