/** The steps and checks of a team's own, made known in this process. */
import { relative } from 'node:path';
import { register } from '../activities/registry.ts';
import type { System } from '../activities/registry.ts';
import type { Problem } from '../runbook/problem.ts';
import { reasonOf } from '../runbook/reason-of.ts';
import { ConfigInvalid } from './config-invalid.ts';
import { findFiles } from './find-files.ts';
import type { LoadedConfig } from './load-config.ts';
import { moduleLoader } from './module-loader.ts';

/** Returns the files that they were in. Throws `ConfigInvalid`. */
export async function registerSteps({ config, dir, file }: LoadedConfig): Promise<readonly string[]> {
  const files = [
    ...new Set((await Promise.all(config.steps.map((pattern) => findFiles(pattern, dir)))).flat()),
  ];
  const found = await Promise.all(files.map((name) => inFile(name, dir)));
  const problems = found.flatMap((one) => ('problem' in one ? [one.problem] : []));
  if (problems.length > 0) throw new ConfigInvalid(file, problems);
  for (const one of found) if ('system' in one) register(one.system);
  return files;
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
    return problem(`can’t be loaded: ${reasonOf(error)}`);
  }
}

const definedIn = (exports: Record<string, unknown>): System =>
  Object.fromEntries(
    Object.entries(exports).filter(
      (entry): entry is [string, System[string]] =>
        typeof entry[1] === 'function' && 'definition' in entry[1],
    ),
  );
