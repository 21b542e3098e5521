/** One host's turn: it is prepared, its service restarted, and seen to work. */
import { lastWords, shownCommand } from '../ssh/names.ts';
import type { Host } from './input.ts';
import { serviceOn, worksNow } from './round.ts';
import type { Before, HostsContext, Preparation, Round } from './round.ts';
import { lookAtProcess, restartService } from './systemd.ts';
import type { Service } from './systemd.ts';

/** Prepares a host and restarts its service, unless what prepared it has; undefined, or why that can't be done. */
export const tellToRestart = async (
  ctx: HostsContext,
  round: Round,
  before: Before,
  host: Host,
): Promise<string | undefined> =>
  (await prepared(ctx, host, round.prepare, ctx.key)) ??
  (await restartUnlessDone(ctx, serviceOn(round, host), { was: before[host.name] ?? '', key: ctx.key }));

export const bring = async (
  ctx: HostsContext,
  round: Round,
  before: Before,
  host: Host,
): Promise<string | undefined> =>
  (await tellToRestart(ctx, round, before, host)) ?? (await worksNow(ctx, round, host));

/** Undefined, or why it can't be done. */
export async function prepared(
  ctx: HostsContext,
  host: Host,
  commands: readonly Preparation[],
  key: string,
): Promise<string | undefined> {
  for (const command of commands) {
    const wrong = await order(ctx, host, command, key);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** What prepared the host may have restarted it, as an agent of configuration management does. */
export async function restartUnlessDone(
  ctx: HostsContext,
  service: Service,
  { was, key }: { readonly was: string; readonly key: string },
): Promise<string | undefined> {
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
