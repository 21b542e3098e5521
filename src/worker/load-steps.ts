/** Loads the steps and checks of a team's own, and bundles workflow code that knows their schemas. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkerOptions } from '@temporalio/worker';
import { bundleWorkflows } from './bundle.ts';
import type { LoadedConfig } from './load-config.ts';
import { registerSteps } from './register-steps.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Registers them; returns the workflow code to run: the built one where there are none. Throws `ConfigInvalid`. */
export async function loadSteps(loaded: LoadedConfig): Promise<NonNullable<WorkerOptions['workflowBundle']>> {
  const files = await registerSteps(loaded);
  return files.length === 0 ? { codePath: here('../workflow-bundle.js') } : bundleWith(files);
}

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
    return await bundleWorkflows({
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
