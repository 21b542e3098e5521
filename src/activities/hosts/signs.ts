/** Looks whether a service on a host works: its process is up and stays the same, its log says so, its port is bound, it answers. */
import type { StepContext } from '../contract.ts';
import { addressOf } from './input.ts';
import type { Host, Signs } from './input.ts';
import { journalOf, lookAtProcess } from './systemd.ts';
import type { Service } from './systemd.ts';

export type Watching = Pick<
  StepContext<'ssh' | 'tcp' | 'http'>,
  'clients' | 'signal' | 'heartbeat' | 'now' | 'sleep'
>;

export interface Wanted {
  readonly host: Host;
  readonly service: Service;
  readonly signs: Signs;
}

export type Seen =
  | { readonly works: true; readonly invocation: string; readonly says: readonly string[] }
  | { readonly works: false; readonly why: string };

const pauseMs = 500;
const answerMs = 10_000;

/** Looks until it works, systemd has given it up, or its time is over. */
export async function untilWorks(ctx: Watching, wanted: Wanted): Promise<Seen> {
  const { settleSeconds, steadySeconds } = wanted.signs;
  const until = ctx.now() + settleSeconds * 1000;
  for (;;) {
    const seen = await lookOnce(ctx, wanted);
    if (seen.works && steadySeconds === 0) return seen;
    if (seen.works) {
      await ctx.sleep(steadySeconds * 1000);
      const now = await lookAtProcess(ctx, wanted.service);
      if (now.invocation === seen.invocation && now.state === 'active') return seen;
      if (ctx.now() >= until) return broken(`its process did not stay up for ${steadySeconds} s`);
      continue;
    }
    if (seen.over || ctx.now() >= until) return broken(seen.why);
    ctx.heartbeat({ says: `${wanted.host.name}: ${seen.why}`.slice(0, 200) });
    await ctx.sleep(pauseMs);
  }
}

const broken = (why: string): Seen => ({ works: false, why });

type Once =
  Extract<Seen, { works: true }> | { readonly works: false; readonly why: string; readonly over: boolean };

/** One look; the first sign that is missing says why. */
export async function lookOnce(ctx: Watching, { host, service, signs }: Wanted): Promise<Once> {
  const { state, invocation } = await lookAtProcess(ctx, service);
  if (state !== 'active') {
    const said = invocation === '' ? '' : await journalOf(ctx, service, invocation);
    return missing(`its process is not up, it is ${state}${lastLines(said)}`, state === 'failed');
  }
  const says = ['its process is up'];
  if (signs.log !== undefined) {
    const said = await journalOf(ctx, service, invocation);
    if (!said.includes(signs.log))
      return missing(`its log lacks ${JSON.stringify(signs.log)}${lastLines(said)}`);
    says.push(`its log says ${JSON.stringify(signs.log)}`);
  }
  if (signs.port !== undefined) {
    const bound = await connects(ctx, addressOf(host), signs.port);
    if (bound !== undefined) return missing(bound);
    says.push(`port ${signs.port} is bound`);
  }
  const wrong = await answersWrong(ctx, host, signs);
  if (wrong !== undefined) return missing(wrong);
  if (signs.http !== undefined) says.push(`${signs.http.path} answers ${signs.http.status}`);
  return { works: true, invocation, says };
}

const missing = (why: string, over = false): Once => ({ works: false, why, over });

const lastLines = (said: string): string =>
  said.trim() === '' ? '' : `; it said last: ${said.trim().slice(-1500)}`;

/** Undefined, or what is wrong. */
async function connects(
  { clients, signal }: Watching,
  host: string,
  port: number,
): Promise<string | undefined> {
  try {
    await clients.tcp.connect({ host, port }, AbortSignal.any([signal, AbortSignal.timeout(answerMs)]));
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return `port ${port} is not bound: ${textOf(error)}`;
  }
}

async function answersWrong(
  { clients, signal }: Watching,
  host: Host,
  { port, http }: Signs,
): Promise<string | undefined> {
  if (http === undefined) return undefined;
  const { path, status, contains } = http;
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
    const url = `http://${addressOf(host)}:${port ?? 80}${path}`;
    const answer = await clients.http.fetch(url, { signal: limited, redirect: 'manual' });
    const text = await answer.text();
    if (answer.status !== status) return `${path} answers ${answer.status}, not ${status}`;
    if (contains !== undefined && !text.includes(contains))
      return `the answer to ${path} lacks ${JSON.stringify(contains)}`;
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return `${path} gives no answer: ${textOf(error)}`;
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
