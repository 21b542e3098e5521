/** Workflow runs and check runs: how they come to be. */
import { unprocessable } from './errors.ts';
import { findCommit } from './git.ts';
import type { CheckPlan, GithubState, Repository, Run, Workflow } from './state.ts';
import { queueWork } from './work.ts';
import type { Conclusion } from './work.ts';

type Inputs = Readonly<Record<string, string>>;

/** The input that says whose dispatch a run is. */
const keyInput = 'slipway-key';

export function runTitle(workflow: Pick<Workflow, 'name' | 'inputs' | 'runName'>, inputs: Inputs): string {
  if (workflow.runName !== undefined) {
    return workflow.runName.replace(
      /\$\{\{\s*inputs\.([\w-]+)\s*\}\}/g,
      (_, name: string) => inputs[name] ?? '',
    );
  }
  const key = keyInput in workflow.inputs ? inputs[keyInput] : undefined;
  return key === undefined ? workflow.name : `${workflow.name} (${key})`;
}

export interface Dispatch {
  readonly workflow: Workflow;
  readonly ref: string;
  readonly inputs: Inputs;
  readonly key: string | null;
  readonly now: number;
  readonly pace: number;
}

export function dispatchRun(state: GithubState, repository: Repository, dispatch: Dispatch): Run {
  const { workflow, ref, key, now, pace } = dispatch;
  const commit = findCommit(repository, ref);
  if (commit === undefined) throw unprocessable(`No ref found for: ${ref}`);
  const inputs = checkedInputs(workflow, dispatch.inputs);
  const run: Run = {
    id: state.nextId++,
    number: 1 + repository.runs.filter((other) => other.workflow === workflow.path).length,
    workflow: workflow.path,
    title: runTitle(workflow, inputs),
    event: 'workflow_dispatch',
    ref: ref.replace(/^refs\/(heads|tags)\//, ''),
    sha: commit.sha,
    inputs,
    key,
    work: queueWork(now, workflow.seconds * 1000 * pace, nextOutcome(state, workflow.name)),
  };
  repository.runs.push(run);
  return run;
}

function checkedInputs(workflow: Workflow, given: Inputs): Record<string, string> {
  const unexpected = Object.keys(given).filter((name) => !(name in workflow.inputs));
  if (unexpected.length > 0) throw unprocessable(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  const inputs: Record<string, string> = {};
  for (const [name, { required, default: byDefault, options }] of Object.entries(workflow.inputs)) {
    const value = given[name] ?? byDefault;
    if (value === undefined) {
      if (required === true) throw unprocessable(`Required input '${name}' not provided`);
      continue;
    }
    if (options !== undefined && !options.includes(value)) {
      throw unprocessable(`Provided value '${value}' for input '${name}' not in the list of allowed values`);
    }
    inputs[name] = value;
  }
  return inputs;
}

export interface ChecksAt {
  readonly sha: string;
  readonly now: number;
  readonly pace: number;
}

export function addChecks(
  state: GithubState,
  repository: Repository,
  plans: readonly CheckPlan[],
  { sha, now, pace }: ChecksAt,
): void {
  for (const { name, seconds } of plans) {
    const work = queueWork(now, seconds * 1000 * pace, nextOutcome(state, name));
    repository.checkRuns.push({ id: state.nextId++, name, sha, work });
  }
}

/** Uses up one of the failures that were asked for this name. */
function nextOutcome(state: GithubState, name: string): Conclusion {
  const left = state.failures[name] ?? 0;
  if (left === 0) return 'success';
  state.failures[name] = left - 1;
  return 'failure';
}

export function findWorkflow(repository: Repository, idOrFile: string): Workflow | undefined {
  return repository.workflows.find(
    ({ id, path }) => String(id) === idOrFile || path === idOrFile || path.endsWith(`/${idOrFile}`),
  );
}
