/** The configuration of the demonstration: a shipped sample, with the world's place in it. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addressesOf } from '../practice/hosts/index.ts';
import { configSchema } from '../worker/config.ts';
import { loadConfig } from '../worker/load-config.ts';
import type { LoadedConfig } from '../worker/load-config.ts';

/** Where the sample says that the world is, unless SLIPWAY_PRACTICE_URL says otherwise. */
const sampleUrl = process.env['SLIPWAY_PRACTICE_URL'] ?? 'http://127.0.0.1:7300';

const sampleDir = process.env['SLIPWAY_PRACTICE_DIR'] ?? '/tmp/slipway-practice';

/** `src/demo` and `dist/demo` are equally deep. */
const samples = fileURLToPath(new URL('../../runbooks/practice/', import.meta.url));

/** `folder`: below the samples. */
export const demoConfig = async (folder: string, world: PlaceOfWorld): Promise<LoadedConfig> =>
  placedAt(world, await loadConfig({ cwd: join(samples, folder) }));

export interface PlaceOfWorld {
  readonly url: string;
  /** Where it keeps its files. */
  readonly dir: string;
}

/** The sample's world stands on a port of its own, with files and loopback addresses of its own; this one elsewhere. */
export function placedAt({ url, dir }: PlaceOfWorld, loaded: LoadedConfig): LoadedConfig {
  const text = JSON.stringify(loaded.config)
    .replaceAll(sampleUrl, url)
    .replaceAll(sampleDir, dir)
    .replaceAll(`${addressesOf(sampleUrl)}.`, `${addressesOf(url)}.`);
  return { ...loaded, config: configSchema.parse(JSON.parse(text)) };
}
