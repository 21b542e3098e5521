/** Runs an image by its digest, and sees that it works: it answers as it should, or its command ends with 0. */
import { setTimeout as wait } from 'node:timers/promises';
import type { HttpClient } from '../../activities/clients.ts';
import { fatal } from '../../activities/errors.ts';
import type { BuildWork, RunOrder } from '../../activities/oci/builder.ts';
import { configOf } from '../../activities/oci/manifests.ts';
import { freePort } from '../../loopback/ports.ts';
import { runProgram } from '../run-program.ts';
import { scrub } from '../secrets.ts';
import type { must } from './builder.ts';
import type { Toolbox } from './toolbox.ts';
import type { Workspace } from './workspace.ts';

interface Place {
  readonly toolbox: Toolbox;
  readonly space: Workspace;
  readonly oci: HttpClient;
  /** The registry's, as images are named with it. */
  readonly host: string;
  readonly must: typeof must;
}

const clearMs = 30_000;

type HttpOrder = Extract<RunOrder, { type: 'http' }>;

export async function tryImage(place: Place, order: RunOrder, work: BuildWork): Promise<string> {
  const { toolbox, space, oci, host } = place;
  if (toolbox.run === undefined)
    throw fatal(
      'config-invalid',
      `${toolbox.name} runs no images.`,
      'Install buildah or docker on the worker, then retry.',
    );
  const { repository, digest } = order;
  const { entrypoint, command } = await configOf(oci, { repository, reference: digest }, work.signal);
  const image = { reference: `${host}/${repository}@${digest}`, entrypoint, command };
  const port = await freePort();
  const commands = [...toolbox.run(image, order, space, port)];
  const last = commands.pop();
  if (last === undefined) throw fatal('internal', `${toolbox.name} has no command to run an image.`);
  for (const one of commands) await place.must(one, space, work, `get ${image.reference}`);

  const over = new AbortController();
  let log = '';
  const running = runProgram(last.program, last.args, {
    cwd: space.dir,
    env: last.env ?? space.env,
    signal: AbortSignal.any([work.signal, over.signal]),
    line(text) {
      log = `${log}${scrub(text)}\n`.slice(-3000);
      work.progress(scrub(text));
    },
  });
  const ended = running.then(
    ({ code }) => code,
    () => undefined,
  );
  try {
    if (order.type === 'http') await untilAnswers(order, port, ended, work.signal, () => log);
    else await untilEnded(order, ended, work.signal, () => log);
    return log.trim();
  } finally {
    over.abort();
    await ended;
    for (const { program, args, env = space.env } of toolbox.clear?.(space) ?? [])
      await runProgram(program, args, {
        cwd: space.dir,
        env,
        signal: AbortSignal.timeout(clearMs),
      }).catch(() => undefined);
  }
}

async function untilEnded(
  { command: [name = ''], timeoutMs }: Extract<RunOrder, { type: 'command' }>,
  ended: Promise<number | undefined>,
  signal: AbortSignal,
  said: () => string,
): Promise<void> {
  const code = await Promise.race([ended, late(timeoutMs, signal)]);
  signal.throwIfAborted();
  if (code === 0) return;
  const how = code === 'late' ? `had not ended after ${timeoutMs / 1000} s` : `ended with ${code}`;
  throw fatal('failed', `The image does not pass: ${name} ${how}.${lastWords(said())}`);
}

async function untilAnswers(
  order: HttpOrder,
  port: number,
  ended: Promise<number | undefined>,
  signal: AbortSignal,
  said: () => string,
): Promise<void> {
  const { path, timeoutMs } = order;
  const state: { code: number | undefined | 'running' } = { code: 'running' };
  void ended.then((code) => (state.code = code));
  let seen = 'nothing answers yet';
  for (const until = Date.now() + timeoutMs; Date.now() < until; await wait(100, undefined, { signal })) {
    if (state.code !== 'running')
      throw fatal(
        'failed',
        `The image does not work: it ended with ${state.code ?? 'nothing'} instead of answering ${path}.${lastWords(said())}`,
      );
    seen = await ask(order, port, signal);
    if (seen === 'as it should') return;
  }
  throw fatal(
    'failed',
    `The image does not work: ${path} did not answer as it should within ${timeoutMs / 1000} s: ${seen}.${lastWords(said())}`,
  );
}

async function ask(
  { path, status, contains }: HttpOrder,
  port: number,
  signal: AbortSignal,
): Promise<string> {
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(5000)]);
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: limited, redirect: 'manual' });
    const text = await response.text();
    if (response.status !== status) return `it answers with status ${response.status}, not ${status}`;
    if (contains !== undefined && !text.includes(contains))
      return `its answer lacks ${JSON.stringify(contains)}`;
    return 'as it should';
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error && error.name === 'TimeoutError' ? 'it does not answer' : 'nothing listens';
  }
}

const lastWords = (said: string): string => (said.trim() === '' ? '' : ` It said last:\n${said.trim()}`);

async function late(ms: number, signal: AbortSignal): Promise<'late'> {
  await wait(ms, undefined, { signal, ref: false }).catch(() => undefined);
  return 'late';
}
