/** Where Slipway keeps the Temporal server it fetched: `$XDG_CACHE_HOME/slipway`, else `~/.cache/slipway`. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  const base = env['XDG_CACHE_HOME'];
  // The XDG specification says to ignore relative paths.
  const root = base !== undefined && isAbsolute(base) ? base : join(homedir(), '.cache');
  return join(root, 'slipway');
}
