/** Finds and loads `slipway.config.(ts|js|mjs|yaml|json)`; reports all that is wrong with it at once. */
import { dirname, extname, isAbsolute, resolve } from 'node:path';
import { loadConfig as load } from 'c12';
import { ConfigInvalid } from './config-invalid.ts';
import type { Config } from './config.ts';
import { moduleLoader } from './module-loader.ts';
import { parseConfig } from './parse-config.ts';
import { reasonOf } from '../runbook/reason-of.ts';
import { withAbsoluteFiles } from './absolute-files.ts';

export interface LoadedConfig {
  readonly config: Config;
  /** The configuration's own file. */
  readonly file: string;
  /** Its folder: what relative paths in it start from. */
  readonly dir: string;
}

export interface LoadConfigOptions {
  /** Where to look. */
  readonly cwd: string;
  /** A certain file; default: `slipway.config.*` in `cwd`. */
  readonly file?: string | undefined;
}

/** Throws `ConfigInvalid`. */
export async function loadConfig({ cwd, file }: LoadConfigOptions): Promise<LoadedConfig> {
  const wanted = file === undefined ? resolve(cwd, 'slipway.config') : resolve(cwd, file);
  const found = await read(wanted);
  const parsed = parseConfig(found.content);
  if (!parsed.ok) throw new ConfigInvalid(found.file, parsed.problems);
  const dir = dirname(found.file);
  return {
    config: withAbsoluteFiles(parsed.config, (path) => (isAbsolute(path) ? path : resolve(dir, path))),
    file: found.file,
    dir,
  };
}

async function read(wanted: string): Promise<{ file: string; content: unknown }> {
  const dir = dirname(wanted);
  try {
    const { _configFile: file, config } = await load<Record<string, unknown>>({
      cwd: dir,
      configFile: wanted,
      jiti: moduleLoader(dir),
      rcFile: false,
      globalRc: false,
      dotenv: false,
      packageJson: false,
      extend: false,
      giget: false,
      envName: false,
      // One file is all there is: nothing to merge it with, and nothing of it to drop.
      merger: (...sources) => sources.find((source) => source !== undefined && source !== null) ?? {},
    });
    if (file !== undefined) return { file: resolve(file), content: config };
  } catch (error) {
    throw new ConfigInvalid(wanted, [
      {
        path: '',
        message: `can’t be read: ${reasonOf(error).replace(/\s+/g, ' ')}`,
        remedy: 'Correct the file at that place',
      },
    ]);
  }
  throw new ConfigInvalid(wanted, [
    {
      path: '',
      message:
        extname(wanted) === '.config'
          ? 'is not there (.ts, .js, .mjs, .yaml and .json are looked for)'
          : 'is not there',
      remedy: 'Run `slipway init` to have one written, or name it with --config',
    },
  ]);
}
