/** Moves runs and checks on when their time has come. What is due is read from the state: a restart loses nothing. */
import type { Github } from './github.ts';
import type { CheckRun, Repository, Run } from './state.ts';
import { begin, complete, dueAt } from './work.ts';
import type { Conclusion } from './work.ts';
import { showCheckRun } from './show/check.ts';
import { place } from './show/place.ts';
import { showRun } from './show/run.ts';

/** What a successful run brings about in the world. */
export interface CompletedRun {
  /** `owner/name`. */
  readonly repository: string;
  /** The workflow's path. */
  readonly workflow: string;
  readonly runId: number;
  readonly ref: string;
  readonly sha: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** `Idempotency-Key` of the dispatch. */
  readonly key: string | null;
  /** Records what is deployed where: `deploy('balrog-ui/stage', 'v3.111')`. */
  deploy(target: string, version: string): void;
}

/**
 * By the workflow's path. Called when a run is about to succeed, before clients see it completed; again after a
 * crash in between, so it must be idempotent. If it throws, the run fails.
 */
export type RunEffects = Readonly<Record<string, (run: CompletedRun) => void | Promise<void>>>;

export interface Machinery {
  wake(): void;
  stop(): Promise<void>;
}

interface Due {
  readonly name: string;
  readonly id: number;
  readonly at: number;
}

export function openMachinery(github: () => Github, effects: RunEffects): Machinery {
  let timer: NodeJS.Timeout | undefined;
  let moving: Promise<void> | undefined;
  let stopped = false;

  const wake = (): void => {
    if (stopped || moving !== undefined) return;
    clearTimeout(timer);
    const next = Math.min(...allDue(github()).map(({ at }) => at));
    if (!Number.isFinite(next)) return;
    timer = setTimeout(move, Math.min(Math.max(0, next - Date.now()), 60_000));
  };

  const move = (): void => {
    moving = moveAll(github(), effects).finally(() => {
      moving = undefined;
      wake();
    });
  };

  return {
    wake,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await moving;
    },
  };
}

function allDue(github: Github): Due[] {
  return Object.entries(github.store.get().repositories).flatMap(([name, repository]) =>
    [...repository.runs, ...repository.checkRuns].flatMap(({ id, work }) => {
      const at = dueAt(work);
      return at === undefined ? [] : [{ name, id, at }];
    }),
  );
}

async function moveAll(github: Github, effects: RunEffects): Promise<void> {
  for (const { name, id, at } of allDue(github)) {
    if (at > Date.now()) continue;
    const repository = github.store.get().repositories[name];
    const run = repository?.runs.find((one) => one.id === id);
    const completes = run?.work.status === 'in_progress' && run.work.outcome === 'success';
    const failed = completes && !(await brought(github, effects, name, run));
    github.store.update((draft) => {
      const owner = draft.repositories[name];
      const due = [...(owner?.runs ?? []), ...(owner?.checkRuns ?? [])].find((one) => one.id === id);
      if (owner !== undefined && due !== undefined)
        advance(github, owner, due, failed ? 'failure' : undefined);
    });
  }
}

function advance(
  github: Github,
  repository: Repository,
  due: Run | CheckRun,
  instead: Conclusion | undefined,
): void {
  if (due.work.status === 'queued') begin(due.work, Date.now());
  else complete(due.work, instead ?? due.work.outcome, Date.now());
  const at = place(github, repository);
  const action = due.work.status;
  if ('workflow' in due)
    github.webhooks.emit(repository, 'workflow_run', { action, workflow_run: showRun(at, due) });
  else github.webhooks.emit(repository, 'check_run', { action, check_run: showCheckRun(at, due) });
}

/** Whether the run's effect came about. */
async function brought(github: Github, effects: RunEffects, repository: string, run: Run): Promise<boolean> {
  const { workflow, id, ref, sha, inputs, key } = run;
  const deploy = (target: string, version: string): void => {
    if (github.store.get().deployments[target] === version) return;
    github.store.update((draft) => void (draft.deployments[target] = version));
    github.journal('deployment.set', `${target} ${version}`, key);
  };
  try {
    await effects[workflow]?.({ repository, workflow, runId: id, ref, sha, inputs, key, deploy });
    return true;
  } catch {
    return false;
  }
}
