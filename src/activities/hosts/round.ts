/** The hosts of one restart: who has been restarted since, who was put back, and one host's turn. */
import type { StepContext } from '../contract.ts';
import { fatal } from '../errors.ts';
import { lastWords, shownCommand } from '../ssh/names.ts';
import type { Host, Signs } from './input.ts';
import { untilWorks } from './signs.ts';
import { lookAtProcess, restartService } from './systemd.ts';
import type { Service } from './systemd.ts';

export type HostsContext = StepContext<'ssh' | 'tcp' | 'http'>;

export interface Preparation {
  readonly command: readonly string[];
  readonly codes: readonly number[];
  readonly busy?: { readonly says: string; readonly seconds: number } | undefined;
}

export interface Round {
  readonly hosts: readonly Host[];
  readonly unit: string;
  readonly sudo: boolean;
  readonly prepare: readonly Preparation[];
  readonly putBack: readonly Preparation[];
  readonly signs: Signs;
  readonly batch: number;
  readonly maxUnavailable: number;
}

/** By host: the process that ran before anything was done. */
export type Before = { readonly [host: string]: string };

/** Marks of processes that run what was before, in the home of the one who logs in; a restart has no other trace of what it was for. */
const marks = '.slipway/put-back';

export const serviceOn = ({ unit, sudo }: Round, { name }: Host): Service => ({ host: name, unit, sudo });

export async function processesNow(ctx: HostsContext, round: Round): Promise<Before> {
  const found = await Promise.all(
    round.hosts.map(async (host) => [
      host.name,
      (await lookAtProcess(ctx, serviceOn(round, host))).invocation,
    ]),
  );
  return Object.fromEntries(found) as Before;
}

/** Restarted since, and not put back. */
export async function restartedHosts(
  ctx: HostsContext,
  round: Round,
  before: Before,
): Promise<readonly Host[]> {
  const now = await processesNow(ctx, round);
  const others = round.hosts.filter(({ name }) => now[name] !== before[name]);
  const back = await Promise.all(others.map((host) => isMarked(ctx, host, now[host.name] ?? '')));
  return others.filter((_, index) => back[index] === false);
}

/** Prepares a host and restarts its service, unless what prepared it has; undefined, or why that can't be done. */
export const tellToRestart = (
  ctx: HostsContext,
  round: Round,
  before: Before,
  host: Host,
): Promise<string | undefined> =>
  tell(ctx, round, host, { commands: round.prepare, key: ctx.key, was: before[host.name] ?? '' });

/** Undefined, or why it does not work now. */
export async function worksNow(ctx: HostsContext, round: Round, host: Host): Promise<string | undefined> {
  const seen = await untilWorks(ctx, { host, service: serviceOn(round, host), signs: round.signs });
  return seen.works ? undefined : seen.why;
}

export const bring = async (
  ctx: HostsContext,
  round: Round,
  before: Before,
  host: Host,
): Promise<string | undefined> =>
  (await tellToRestart(ctx, round, before, host)) ?? (await worksNow(ctx, round, host));

async function tell(
  ctx: HostsContext,
  round: Round,
  host: Host,
  { commands, key, was }: { commands: readonly Preparation[]; key: string; was: string },
): Promise<string | undefined> {
  for (const command of commands) {
    const wrong = await order(ctx, host, command, key);
    if (wrong !== undefined) return wrong;
  }
  const service = serviceOn(round, host);
  // What prepared it may have restarted it, as an agent of configuration management does.
  const same = (await lookAtProcess(ctx, service)).invocation === was;
  return same ? restartService(ctx, service, key) : undefined;
}

const busyPauseMs = 2000;

/** Tells it a host, and again as long as something else is at it there; undefined, or why it can't be done. */
async function order(
  ctx: HostsContext,
  host: Host,
  { command, codes, busy }: Preparation,
  key: string,
): Promise<string | undefined> {
  for (const until = ctx.now() + (busy?.seconds ?? 0) * 1000; ; await ctx.sleep(busyPauseMs)) {
    const { code, log } = await ctx.clients.ssh.run(
      { host: host.name, command },
      { signal: ctx.signal, key, timeoutMs: 600_000 },
    );
    if (codes.includes(code)) return undefined;
    const said = `${shownCommand(command)} ended with ${code}: ${lastWords(log)}`;
    if (busy === undefined || !log.includes(busy.says)) return said;
    if (ctx.now() >= until) return `${said}; that had not ended after ${busy.seconds} s`;
    ctx.heartbeat({ says: `${host.name}: ${lastWords(log)}`.slice(0, 200) });
  }
}

/** Back to what it ran before, and marked so; undefined, or why it does not work even so. */
export async function putHostBack(
  ctx: HostsContext,
  round: Round,
  host: Host,
  key: string,
): Promise<string | undefined> {
  const { invocation: was } = await lookAtProcess(ctx, serviceOn(round, host));
  const refused = await tell(ctx, round, host, { commands: round.putBack, key, was });
  const wrong = refused ?? (await worksNow(ctx, round, host));
  if (wrong !== undefined) return wrong;
  const { invocation } = await lookAtProcess(ctx, serviceOn(round, host));
  await must(ctx, host, ['mkdir', '-p', '--', marks]);
  await must(ctx, host, ['touch', '--', `${marks}/${invocation}`]);
  return undefined;
}

async function isMarked(
  { clients: { ssh }, signal }: HostsContext,
  host: Host,
  invocation: string,
): Promise<boolean> {
  if (!/^[0-9A-Za-z-]+$/.test(invocation)) return false;
  const { code } = await ssh.run(
    { host: host.name, command: ['test', '-e', `${marks}/${invocation}`] },
    { signal },
  );
  return code === 0;
}

async function must(
  { clients: { ssh }, signal }: HostsContext,
  host: Host,
  command: readonly string[],
): Promise<void> {
  const { code, log } = await ssh.run({ host: host.name, command }, { signal });
  if (code !== 0)
    throw fatal('refused', `${host.name}: ${shownCommand(command)} ended with ${code}: ${lastWords(log)}`);
}
