/** Loads the steps and checks of a team's own, and bundles workflow code that knows their schemas. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import { register } from '../activities/registry.ts';
import type { System } from '../activities/registry.ts';
import type { Problem } from '../runbook/problem.ts';
import { ConfigInvalid } from './config-invalid.ts';
import { findFiles } from './find-files.ts';
import type { LoadedConfig } from './load-config.ts';
import { moduleLoader } from './module-loader.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Registers them; returns the workflow code to run: the built one where there are none. Throws `ConfigInvalid`. */
export async function loadSteps(loaded: LoadedConfig): Promise<NonNullable<WorkerOptions['workflowBundle']>> {
  const { config, dir, file } = loaded;
  const files = [
    ...new Set((await Promise.all(config.steps.map((pattern) => findFiles(pattern, dir)))).flat()),
  ];
  const found = await Promise.all(files.map((name) => inFile(name, dir)));
  const problems = found.flatMap((one) => ('problem' in one ? [one.problem] : []));
  if (problems.length > 0) throw new ConfigInvalid(file, problems);
  for (const one of found) if ('system' in one) register(one.system);
  return files.length === 0 ? { codePath: here('../workflow-bundle.js') } : bundleWith(files);
}

async function inFile(file: string, dir: string): Promise<{ system: System } | { problem: Problem }> {
  const problem = (message: string) => ({
    problem: {
      path: 'steps',
      message: `${relative(dir, file)} ${message}`,
      remedy: 'Correct the file, or narrow the pattern',
    },
  });
  try {
    const system = definedIn(await moduleLoader(dir).import<Record<string, unknown>>(file));
    return Object.keys(system).length === 0 ? problem('exports no step and no check') : { system };
  } catch (error) {
    return problem(`can’t be loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const definedIn = (exports: Record<string, unknown>): System =>
  Object.fromEntries(
    Object.entries(exports).filter(
      (entry): entry is [string, System[string]] =>
        typeof entry[1] === 'function' && 'definition' in entry[1],
    ),
  );

/** Where our own packages are: neither the entry in the temporary folder nor a team's files need have them nearby. */
const ourPackages = createRequire(import.meta.url).resolve.paths('@temporalio/workflow') ?? [];

/** A team's files get the running copy, as runbooks do. */
const ourselves = { slipway$: here('../index.js'), 'slipway/steps$': here('../activities/index.js') };

/** The workflows validate amended input against the steps' schemas, so they are bundled with the team's files. */
async function bundleWith(files: readonly string[]) {
  const dir = await mkdtemp(join(tmpdir(), 'slipway-bundle-'));
  try {
    const entry = join(dir, 'workflows.mjs');
    await writeFile(entry, entrySource(files));
    return await bundleWorkflowCode({
      workflowsPath: entry,
      webpackConfigHook: ({ resolve, ...webpack }) => ({
        ...webpack,
        resolve: {
          ...resolve,
          modules: [...(resolve?.modules ?? ['node_modules']), ...ourPackages],
          // The SDK's own aliases are an object; webpack's types allow a list too.
          alias: { ...(Array.isArray(resolve?.alias) ? {} : resolve?.alias), ...ourselves },
        },
      }),
    });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const entrySource = (files: readonly string[]): string =>
  [
    `import { register } from ${JSON.stringify(here('../activities/registry.js'))};`,
    ...files.map((file, index) => `import * as own${index} from ${JSON.stringify(file)};`),
    `for (const own of [${files.map((_, index) => `own${index}`).join(', ')}]) {`,
    `  register(Object.fromEntries(Object.entries(own).filter(([, one]) => typeof one === 'function' && 'definition' in one)));`,
    '}',
    `export * from ${JSON.stringify(here('../workflows/index.js'))};`,
  ].join('\n');
