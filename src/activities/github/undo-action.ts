/** Undo of a dispatched workflow: stop it if it still runs, then run it again with the inputs that put things back. */
import { z } from 'zod';
import { fatal } from '../errors.ts';
import { dispatch, newestRun, runsSince, shortRef, showsKey } from './dispatch.ts';
import type { Dispatch, RunRef } from './dispatch.ts';
import { undoKey } from './request.ts';
import type { GithubContext } from './request.ts';
import { stopRun, succeededRun } from './run.ts';

export interface ActionToUndo extends Dispatch {
  readonly undo?:
    { readonly ref?: string | undefined; readonly inputs: Readonly<Record<string, string>> } | undefined;
  readonly pollSeconds: number;
}

/** What an earlier attempt of this undo has left in its heartbeat. */
const progressSchema = z.object({ undo: z.object({ after: z.number(), runId: z.number().optional() }) });

export async function putBack(ctx: GithubContext, action: ActionToUndo, run: RunRef): Promise<string> {
  const { repository, workflow, pollSeconds, undo } = action;
  // An earlier attempt's heartbeat is read before the waits below write their own.
  const resumed = progressSchema.safeParse(ctx.resumed);
  const progress = resumed.success ? resumed.data.undo : undefined;
  const stopped = progress === undefined ? await stopRun(ctx, { repository, run, pollSeconds }) : 'had ended';
  if (undo === undefined) return leftAsItIs(workflow, run, stopped);
  const back: Dispatch = { ...action, ref: undo.ref ?? action.ref, inputs: undo.inputs };
  const again = await redispatch(ctx, back, run, progress);
  await succeededRun(quiet(ctx), { repository, run: again, pollSeconds }, 'undo-failed');
  return `Ran ${workflow} of ${repository} again to put things back: ${again.url}`;
}

function leftAsItIs(workflow: string, run: RunRef, stopped: 'cancelled' | 'had ended'): string {
  const state = stopped === 'cancelled' ? 'Cancelled' : 'Left as it is:';
  return `${state} the run ${run.url}. The plan does not say how to put its effect back: run ${workflow} again with the former inputs if need be.`;
}

interface Progress {
  readonly after: number;
  readonly runId?: number | undefined;
}

/** The run of this undo: that of an earlier attempt if there was one, else a new one. */
async function redispatch(
  ctx: GithubContext,
  back: Dispatch,
  run: RunRef,
  progress: Progress | undefined,
): Promise<RunRef> {
  if (progress?.runId !== undefined) return { runId: progress.runId, url: pageOf(run, progress.runId) };
  const earlier = await earlierRun(ctx, back, run, progress);
  if (earlier !== undefined) return earlier;
  const after = progress?.after ?? (await newestRun(ctx, back));
  ctx.heartbeat({ undo: { after } });
  const made = await dispatch(ctx, back, undoKey(ctx));
  ctx.heartbeat({ undo: { after, runId: made.runId } });
  return made;
}

async function earlierRun(
  ctx: GithubContext,
  back: Dispatch,
  run: RunRef,
  progress: Progress | undefined,
): Promise<RunRef | undefined> {
  if (back.keyInput !== undefined) {
    const runs = await runsSince(ctx, back, run.runId);
    const ours = runs.find(({ display_title }) => showsKey(display_title, undoKey(ctx)));
    return ours === undefined ? undefined : { runId: ours.id, url: ours.html_url };
  }
  if (progress === undefined) return undefined;
  const candidates = (await runsSince(ctx, back, progress.after)).filter(
    ({ head_branch }) => head_branch === shortRef(back.ref),
  );
  const [first] = candidates;
  if (first === undefined) return undefined;
  throw fatal(
    'unknown',
    `It can’t be seen which of these runs, if any, put things back: ${candidates.map(({ html_url }) => html_url).join(' ')}`,
    'Look at the runs: skip the undo if one of them put things back; otherwise retry it.',
    { link: first.html_url },
  );
}

/** Waiting must not overwrite what the heartbeat says of the dispatch. */
const quiet = (ctx: GithubContext): GithubContext => ({ ...ctx, heartbeat: () => ctx.heartbeat() });

const pageOf = (run: RunRef, runId: number): string => run.url.replace(/\d+$/, String(runId));
