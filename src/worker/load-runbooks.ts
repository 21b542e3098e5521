/** Loads the runbooks that a configuration names. All that is wrong comes at once, and names the file. */
import { relative } from 'node:path';
import { isRunbook } from '../runbook/define-runbook.ts';
import type { Runbook } from '../runbook/define-runbook.ts';
import { idPattern } from '../runbook/plan.ts';
import type { Problem } from '../runbook/problem.ts';
import { ConfigInvalid } from './config-invalid.ts';
import { findFiles } from './find-files.ts';
import type { LoadedConfig } from './load-config.ts';
import { moduleLoader } from './module-loader.ts';
import { reasonOf } from '../runbook/reason-of.ts';

export interface LoadedRunbook {
  readonly runbook: Runbook;
  readonly file: string;
}

interface Found {
  readonly runbooks: readonly LoadedRunbook[];
  readonly problems: readonly Problem[];
}

/** By name. Throws `ConfigInvalid`. */
export async function loadRunbooks({
  config,
  dir,
  file,
}: LoadedConfig): Promise<ReadonlyMap<string, LoadedRunbook>> {
  const loader = moduleLoader(dir);
  const matched = await Promise.all(config.runbooks.map((pattern) => findFiles(pattern, dir)));
  const empty = matched.flatMap((files, index) =>
    files.length > 0 ? [] : [noFile(index, config.runbooks[index])],
  );
  const files = [...new Set(matched.flat())].filter((name) => !name.endsWith('.d.ts'));
  const found = await Promise.all(files.map((name) => inFile(name, relative(dir, name), loader)));
  const runbooks = found.flatMap((one) => one.runbooks);
  const problems = [...empty, ...found.flatMap((one) => one.problems), ...duplicates(runbooks, dir)];
  if (problems.length > 0) throw new ConfigInvalid(file, problems);
  return new Map(runbooks.map((loaded) => [loaded.runbook.name, loaded]));
}

async function inFile(file: string, shown: string, loader: ReturnType<typeof moduleLoader>): Promise<Found> {
  const problem = (message: string, remedy: string): Found => ({
    runbooks: [],
    problems: [{ path: 'runbooks', message: `${shown} ${message}`, remedy }],
  });
  try {
    const loaded = await loader.import<Record<string, unknown>>(file);
    const runbooks = [...new Set([...Object.values(loaded), loaded['default']])].filter(isRunbook);
    if (runbooks.length === 0) {
      return problem('exports no runbook', 'Export what defineRunbook gives, or narrow the pattern');
    }
    const problems = runbooks.flatMap((runbook) => shapeProblems(runbook, shown));
    return { runbooks: runbooks.map((runbook) => ({ runbook, file })), problems };
  } catch (error) {
    return problem(`can’t be loaded: ${reasonOf(error)}`, 'Correct the file at that place');
  }
}

/** What the types tell a TypeScript author, for those who write JavaScript. */
function shapeProblems(runbook: Runbook, shown: string): Problem[] {
  const { name, input, plan } = runbook as { [Field in keyof Runbook]?: unknown };
  const shape = typeof input === 'object' && input !== null && 'shape' in input ? input.shape : undefined;
  const fields = typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
  const wrong = [
    ...(typeof name === 'string' && idPattern.test(name)
      ? []
      : [
          `has a runbook with the name ${JSON.stringify(name)}: lower-case letters, digits and dashes are allowed`,
        ]),
    ...['environment', 'version']
      .filter((field) => !fields.includes(field))
      .map((field) => `has a runbook whose input has no field '${field}'`),
    ...(typeof plan === 'function' ? [] : ['has a runbook without a plan function']),
  ];
  return wrong.map((message) => ({
    path: 'runbooks',
    message: `${shown} ${message}`,
    remedy: 'Correct the runbook',
  }));
}

const noFile = (index: number, pattern = ''): Problem => ({
  path: `runbooks[${index}]`,
  message: `names ${JSON.stringify(pattern)}, where no file is`,
  remedy: 'Paths start from the configuration’s folder',
});

function duplicates(runbooks: readonly LoadedRunbook[], dir: string): Problem[] {
  return runbooks.flatMap(({ runbook, file }, index) => {
    const first = runbooks.slice(0, index).find((other) => other.runbook.name === runbook.name);
    if (first === undefined) return [];
    const message = `${relative(dir, file)} has a runbook '${runbook.name}', as ${relative(dir, first.file)} does`;
    return [{ path: 'runbooks', message, remedy: 'Give one of them another name' }];
  });
}
