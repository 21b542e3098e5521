/** One workflow run: wait for its end, cancel it. */
import { fatal } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import type { RunRef } from './dispatch.ts';
import { partsOf } from './names.ts';
import { answer, answerUnless, reading, undoKey, writing } from './request.ts';
import type { GithubContext } from './request.ts';
import { ignored, jobsSchema, runSchema } from './shapes.ts';
import { etagged, until } from './watch.ts';

export interface AwaitedRun {
  readonly repository: string;
  readonly run: RunRef;
  readonly pollSeconds: number;
}

/** Resolves when the run is completed, however it ended. */
export function completedRun(ctx: GithubContext, { repository, run, pollSeconds }: AwaitedRun) {
  const { actions } = ctx.clients.github.rest;
  const at = { ...partsOf(repository), run_id: run.runId };
  const look = etagged(`show the run ${run.url}`, ctx, runSchema, (conditional) =>
    actions.getWorkflowRun({ ...at, ...conditional }),
  );
  return until(ctx, pollSeconds, look, (seen) => {
    if (seen.status === 'completed') return seen;
    ctx.heartbeat({ runId: run.runId, status: seen.status ?? 'unknown' });
    return undefined;
  });
}

/** Resolves when the run has succeeded; fatal with the failing jobs' names if it ended otherwise. */
export async function succeededRun(ctx: GithubContext, awaited: AwaitedRun, code: ErrorCode = 'failed') {
  const run = await completedRun(ctx, awaited);
  if (run.conclusion === 'success') return run;
  const asked = ctx.clients.github.rest.actions.listJobsForWorkflowRun({
    ...partsOf(awaited.repository),
    run_id: run.id,
    per_page: 100,
    ...reading(ctx),
  });
  const { jobs } = await answer(`list the jobs of ${run.html_url}`, ctx, jobsSchema, asked);
  const bad = jobs.filter(({ conclusion }) => conclusion !== 'success' && conclusion !== 'skipped');
  const names = bad.length === 0 ? '' : `, in ${bad.map(({ name }) => name).join(', ')}`;
  throw fatal(
    code,
    `The run ‘${run.display_title}’ ended with ${run.conclusion}${names}: ${run.html_url}`,
    undefined,
    {
      link: run.html_url,
    },
  );
}

/** Cancels the run if it is still going, and waits until it has stopped. */
export async function stopRun(ctx: GithubContext, awaited: AwaitedRun): Promise<'cancelled' | 'had ended'> {
  const { actions } = ctx.clients.github.rest;
  const at = { ...partsOf(awaited.repository), run_id: awaited.run.runId };
  const doing = `cancel the run ${awaited.run.url}`;
  const run = await answer(doing, ctx, runSchema, actions.getWorkflowRun({ ...at, ...reading(ctx) }));
  if (run.status === 'completed') return 'had ended';
  // 409: it has ended in the meantime.
  await answerUnless(
    [409],
    doing,
    ctx,
    ignored,
    actions.cancelWorkflowRun({ ...at, ...writing(ctx, undoKey(ctx)) }),
  );
  const ended = await completedRun(ctx, awaited);
  return ended.conclusion === 'cancelled' ? 'cancelled' : 'had ended';
}
