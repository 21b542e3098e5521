/** The wait for a Job: until its pod has started, until it has ended, until it is gone; with its log, and the reason where it went wrong. */
import type { StepContext } from '../contract.ts';
import { fatal } from '../errors.ts';
import { jobRef, keyLabel, readJob } from './job.ts';
import type { JobView } from './job.ts';
import { worker } from './job-pod.ts';
import { tailOf } from './log-tail.ts';
import { podsIn, readPod } from './pod.ts';
import type { PodView } from './pod.ts';
import { reasonsOf } from './unready.ts';
import { settled, waiting, waitingSince, watchFor } from './watch-until.ts';

type Ctx = StepContext<'kubernetes'>;

interface Waits {
  readonly name: string;
  readonly namespace: string;
  readonly startSeconds: number;
  readonly timeoutSeconds: number;
}

const evidenceLines = 100;

export async function jobEnd(
  job: string,
  ctx: Ctx,
  { namespace, startSeconds, timeoutSeconds }: Waits,
): Promise<{ job: string; pod: string; log: string }> {
  const ref = jobRef(namespace, job);
  const where = `Job ${namespace}/${job}`;
  const since = waitingSince(ctx);
  const begun = await watchFor(ctx, ref, { since, forMs: startSeconds * 1000 }, (object) => {
    const now = readJob(object);
    return now.begun || now.end !== undefined ? settled(now) : waiting('its pod has not started');
  });
  if ('waiting' in begun) throw await neverStarted(where, ref, ctx, { namespace, startSeconds });
  const over = await watchFor(ctx, ref, { since, forMs: timeoutSeconds * 1000 }, (object) => {
    const now = readJob(object);
    return now.end === undefined ? waiting(now.says) : settled(now);
  });
  if ('waiting' in over)
    throw fatal(
      'timed-out',
      `${where} has not ended within ${timeoutSeconds} s, and still runs.`,
      'Look at its log. A retry is refused while it runs; skip the step once it has ended well.',
    );
  return result(where, over.settled, ctx, namespace);
}

async function result(where: string, job: JobView, ctx: Ctx, namespace: string) {
  const pod = (await podsOf(ctx, namespace)).at(-1);
  const container = { namespace, pod: pod?.name ?? '', container: worker };
  const read = (lines?: number) =>
    pod === undefined
      ? Promise.resolve('')
      : tailOf(ctx.clients.kubernetes, container, {
          of: 'present',
          signal: ctx.signal,
          ...(lines === undefined ? {} : { lines }),
        });
  if (job.end === 'complete') return { job: job.name, pod: pod?.name ?? '', log: await read(evidenceLines) };
  const log = await read();
  throw fatal(
    'failed',
    `${where} failed: ${[exitOf(pod), job.says].filter(Boolean).join('; ')}. ${log === '' ? 'It has no log.' : `Its last lines: ${log}`}`,
    'Mend what its log says, then retry: the retry runs it anew, once. Or roll back.',
  );
}

function exitOf(pod: PodView | undefined): string {
  const { exitCode, reason } = pod?.ended[worker] ?? {};
  if (exitCode === undefined) return '';
  return `exit code ${exitCode}${reason === undefined || reason === 'Error' ? '' : ` (${reason})`}`;
}

/** What has not started by now must not start later, when nobody expects it any more. */
async function neverStarted(
  where: string,
  ref: ReturnType<typeof jobRef>,
  ctx: Ctx,
  { namespace, startSeconds }: { readonly namespace: string; readonly startSeconds: number },
): Promise<Error> {
  const { kubernetes } = ctx.clients;
  const pods = await kubernetes.list(podsIn(namespace), {
    signal: ctx.signal,
    labels: { [keyLabel]: ctx.key },
  });
  const why =
    [...new Set(pods.flatMap(reasonsOf))].slice(0, 3).join('; ') || 'it has no pod, maybe for want of quota';
  const job = readJob(await kubernetes.get(ref, ctx.signal));
  if (!job.begun)
    await kubernetes.remove(ref, { uid: job.uid, key: `${ctx.key}-stop`.slice(-64), signal: ctx.signal });
  return fatal('failed', `${where} did not start within ${startSeconds} s, and was stopped: ${why}.`);
}

const podsOf = async (ctx: Ctx, namespace: string): Promise<PodView[]> =>
  (
    await ctx.clients.kubernetes.list(podsIn(namespace), {
      signal: ctx.signal,
      labels: { [keyLabel]: ctx.key },
    })
  ).map(readPod);

/** A program that was told to end may need a moment: whoever goes on must not meet it. */
export async function untilGone(ctx: Ctx, { namespace }: Pick<Waits, 'namespace'>): Promise<void> {
  for (;;) {
    const pods = await podsOf(ctx, namespace);
    if (pods.length === 0) return;
    ctx.heartbeat({ waiting: `${pods.length} pods of the Job are ending` });
    await ctx.sleep(500);
  }
}
