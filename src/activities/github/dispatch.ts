/** Dispatching a workflow, and knowing the run that one dispatch made: by the answer, or by its key in the run's name. */
import { z } from 'zod';
import { retryLater } from '../errors.ts';
import { partsOf } from './names.ts';
import { answer, reading, writing } from './request.ts';
import type { GithubContext } from './request.ts';
import { ignored, runsSchema } from './shapes.ts';

export interface Dispatch {
  readonly repository: string;
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** The workflow's input that its run-name shows; it is given the key. */
  readonly keyInput?: string | undefined;
}

/** The run of a dispatch, as later steps find it again. */
export type RunRef = { runId: number; url: string };

const detailsSchema = z.object({ workflow_run_id: z.number().int(), html_url: z.string() });

export async function dispatch(ctx: GithubContext, wanted: Dispatch, key: string): Promise<RunRef> {
  const { repository, workflow, ref, keyInput } = wanted;
  const asked: Promise<{ data: unknown }> = ctx.clients.github.request(
    'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
    {
      ...partsOf(repository),
      ...writing(ctx, key),
      workflow_id: workflow,
      ref,
      inputs: { ...wanted.inputs, ...(keyInput === undefined ? {} : { [keyInput]: key }) },
      return_run_details: true,
    },
  );
  const details = detailsSchema.safeParse(
    await answer(`run ${workflow} of ${repository} on ${ref}`, ctx, ignored, asked),
  );
  if (details.success) return { runId: details.data.workflow_run_id, url: details.data.html_url };
  // An older GitHub Enterprise Server names no run. The next look finds it by its key, or says that it can't.
  throw retryLater(
    'unknown',
    `${workflow} of ${repository} was dispatched, but GitHub did not say which run it made.`,
  );
}

/** The id of the workflow's newest dispatched run; 0 if there is none. */
export async function newestRun(ctx: GithubContext, at: Dispatch): Promise<number> {
  const [newest] = await dispatchedRuns(ctx, at, { page: 1, per_page: 1 });
  return newest?.id ?? 0;
}

/** Pages that are looked through for a run before one gives up. */
const mostPages = 5;

/** The dispatched runs that are newer than `after`, newest first. */
export async function runsSince(ctx: GithubContext, at: Dispatch, after: number) {
  const found: Awaited<ReturnType<typeof dispatchedRuns>> = [];
  for (let page = 1; page <= mostPages; page++) {
    const runs = await dispatchedRuns(ctx, at, { page, per_page: 100 });
    found.push(...runs.filter(({ id }) => id > after));
    if (runs.length < 100 || runs.some(({ id }) => id <= after)) break;
  }
  return found;
}

async function dispatchedRuns(ctx: GithubContext, at: Dispatch, page: { page: number; per_page: number }) {
  const { repository, workflow } = at;
  const asked = ctx.clients.github.rest.actions.listWorkflowRuns({
    ...partsOf(repository),
    ...page,
    workflow_id: workflow,
    event: 'workflow_dispatch',
    ...reading(ctx),
  });
  return (await answer(`list the runs of ${workflow} in ${repository}`, ctx, runsSchema, asked))
    .workflow_runs;
}

/** Whether a run's title shows this very key, and not a longer one. */
export const showsKey = (title: string, key: string): boolean => title.split(/[^A-Za-z0-9-]+/).includes(key);

/** A ref as runs show it. */
export const shortRef = (ref: string): string => ref.replace(/^refs\/(heads|tags)\//, '');
