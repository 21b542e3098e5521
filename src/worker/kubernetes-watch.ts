/** One object watched for as long as anybody listens: over time-outs, dropped connections and forgotten versions. */
import { Watch } from '@kubernetes/client-node';
import type { KubeConfig } from '@kubernetes/client-node';
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import type { ClusterObject, ObjectRef, WatchEvent } from '../activities/kubernetes/client.ts';
import { resourcePath } from './kubernetes-path.ts';
import { responseError } from './kubernetes-errors.ts';

/** The server ends a watch after this time; a connection that is still silent a while later is dead. */
const watchSeconds = 55;
const graceSeconds = 15;
const backoffMs = [100, 300, 1000, 3000, 10_000];

/** What is there now, and the version from which to watch on. */
export interface Listed {
  readonly object: ClusterObject | undefined;
  readonly resourceVersion: string;
}

export interface Watched {
  readonly config: KubeConfig;
  readonly ref: ObjectRef;
  list(): Promise<Listed>;
}

type Line = { readonly type: string; readonly object: ClusterObject };

const errorSchema = z.object({ code: z.number().optional(), message: z.string().optional() });
const httpErrorSchema = z.object({ statusCode: z.number() });

/** The version we stood at is forgotten, or the stream broke: which of the two decides where to go on. */
class Expired extends Error {}

export async function* watchObject(
  watched: Watched,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent, void, void> {
  let last: ClusterObject | undefined;
  let from: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      if (from === undefined) {
        const { object, resourceVersion } = await watched.list();
        const missed = difference(last, object);
        last = object;
        from = resourceVersion;
        if (missed !== undefined) yield missed;
      }
      for await (const { type, object } of stream(watched, from, signal)) {
        failures = 0;
        from = object.metadata?.resourceVersion ?? from;
        if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED') continue;
        last = type === 'DELETED' ? undefined : object;
        yield { type, object };
      }
    } catch (error) {
      if (ended(signal)) return;
      if (error instanceof ApplicationFailure && error.nonRetryable === true) throw error;
      if (error instanceof Expired) from = undefined;
      await pause(backoffMs[Math.min(failures, backoffMs.length - 1)] ?? 0, signal);
      failures += 1;
    }
  }
}

/** Asked anew: the loop's own condition narrows `aborted` to what it was. */
const ended = (signal: AbortSignal): boolean => signal.aborted;

/** What happened while nobody watched. */
function difference(last: ClusterObject | undefined, now: ClusterObject | undefined): WatchEvent | undefined {
  if (now === undefined) return last === undefined ? undefined : { type: 'DELETED', object: last };
  if (last === undefined) return { type: 'ADDED', object: now };
  return last.metadata?.resourceVersion === now.metadata?.resourceVersion
    ? undefined
    : { type: 'MODIFIED', object: now };
}

/** One watch request as it comes, bookmarks included; ends when the server ends it, throws when it broke. */
async function* stream(
  { config, ref }: Watched,
  from: string,
  signal: AbortSignal,
): AsyncGenerator<Line, void, void> {
  const lines: Line[] = [];
  let end: { error: unknown } | undefined;
  let wake = () => {};
  const finish = (error: unknown) => {
    end ??= { error };
    wake();
  };
  const request = await new Watch(config).watch(
    resourcePath(ref),
    {
      fieldSelector: `metadata.name=${ref.name}`,
      resourceVersion: from,
      allowWatchBookmarks: true,
      timeoutSeconds: watchSeconds,
    },
    (type: string, object: ClusterObject) => {
      lines.push({ type, object });
      wake();
    },
    finish,
  );
  // Whoever has stopped asking for lines never lets this come to its end: the timer must go with the request.
  const stop = () => {
    clearTimeout(overdue);
    finish(null);
    request.abort();
  };
  const overdue = setTimeout(stop, (watchSeconds + graceSeconds) * 1000);
  signal.addEventListener('abort', stop);
  try {
    if (signal.aborted) return;
    for (;;) {
      for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
        if (line.type === 'ERROR') throw streamError(line.object, ref);
        yield line;
      }
      if (end !== undefined) break;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    if (end.error !== null && end.error !== undefined) throw requestError(end.error, ref);
  } finally {
    clearTimeout(overdue);
    signal.removeEventListener('abort', stop);
    request.abort();
  }
}

/** An error that came down an open watch: 410 is a forgotten version, anything else a server in trouble. */
function streamError(object: unknown, ref: ObjectRef): Error {
  const { code = 500, message = 'no reason given' } = errorSchema.catch({}).parse(object);
  return code === 410 ? new Expired(message) : responseError(code, message, doing(ref));
}

/** The watch was not opened, or its connection broke. */
function requestError(error: unknown, ref: ObjectRef): Error {
  const refused = httpErrorSchema.safeParse(error);
  if (!refused.success) return error instanceof Error ? error : new Error(String(error));
  const { statusCode } = refused.data;
  return statusCode === 410 ? new Expired() : responseError(statusCode, String(error), doing(ref));
}

const doing = (ref: ObjectRef): string => `watch ${ref.plural}/${ref.name} in ${ref.namespace}`;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish);
  });
}
