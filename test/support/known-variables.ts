/** The environment variables that Slipway and Temporal's connection profile read, found in their sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const source = join(__dirname, '../../src');
const profile = dirname(require.resolve('@temporalio/envconfig'));

/** Files below a folder whose names end so, as paths. */
export const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.includes('node_modules'))
    .map((name) => join(folder, name));

const found = (files: readonly string[], pattern: RegExp): string[] =>
  files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(pattern)].map(([whole, name]) => name ?? whole),
  );

export const knownVariables = (): ReadonlySet<string> =>
  new Set([
    ...found(filesIn(source, '.ts'), /\benv\['([A-Z][A-Z0-9_]*)'\]/g),
    ...found(filesIn(profile, '.js'), /TEMPORAL_[A-Z_]*[A-Z]/g),
  ]);
