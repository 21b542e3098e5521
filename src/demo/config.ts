/** The configuration of the demonstration: the shipped sample, with the world's address in it. */
import { fileURLToPath } from 'node:url';
import { configSchema } from '../worker/config.ts';
import { loadConfig } from '../worker/load-config.ts';
import type { LoadedConfig } from '../worker/load-config.ts';

/** Where the sample says that the world is, unless SLIPWAY_PRACTICE_URL says otherwise. */
const sampleUrl = process.env['SLIPWAY_PRACTICE_URL'] ?? 'http://127.0.0.1:7300';

/** `src/demo` and `dist/demo` are equally deep. */
const folder = fileURLToPath(new URL('../../runbooks/practice', import.meta.url));

export async function demoConfig(worldUrl: string): Promise<LoadedConfig> {
  const loaded = await loadConfig({ cwd: folder });
  const text = JSON.stringify(loaded.config).replaceAll(sampleUrl, worldUrl);
  return { ...loaded, config: configSchema.parse(JSON.parse(text)) };
}
