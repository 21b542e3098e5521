/** Back to what a host ran before: who has been restarted and not put back, and how that is done once. */
import { fatal } from '../errors.ts';
import { lastWords, shownCommand } from '../ssh/names.ts';
import type { Host } from './input.ts';
import { processesNow, serviceOn, worksNow } from './round.ts';
import type { Before, HostsContext, Round } from './round.ts';
import { lookAtProcess } from './systemd.ts';
import { prepared, restartUnlessDone } from './turn.ts';

/**
 * In the home of the one who logs in: a mark of each process that runs what was before, for a restart has no other trace of what it was for;
 * and of each way back, by its key, the process that it replaces.
 */
const marks = '.slipway/put-back';

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

/**
 * Back to what it ran before, and marked so; undefined, or why it does not work even so. An attempt that comes after one that was lost
 * restarts nothing that began once the host had what it ran before.
 */
export async function putHostBack(
  ctx: HostsContext,
  round: Round,
  host: Host,
  key: string,
): Promise<string | undefined> {
  const service = serviceOn(round, host);
  const { invocation: was } = await lookAtProcess(ctx, service);
  const replaced = await toBeReplaced(ctx, host, key);
  const refused =
    replaced === undefined || replaced === was
      ? await restartAsBefore(ctx, round, { host, key, was })
      : undefined;
  const wrong = refused ?? (await worksNow(ctx, round, host));
  if (wrong !== undefined) return wrong;
  const { invocation } = await lookAtProcess(ctx, service);
  await must(ctx, host, ['touch', '--', `${marks}/${invocation}`]);
  return undefined;
}

async function restartAsBefore(
  ctx: HostsContext,
  round: Round,
  { host, key, was }: { readonly host: Host; readonly key: string; readonly was: string },
): Promise<string | undefined> {
  const refused = await prepared(ctx, host, round.putBack, key);
  if (refused !== undefined) return refused;
  await must(ctx, host, ['mkdir', '-p', '--', marks]);
  await must(ctx, host, ['tee', '--', `${marks}/${key}`], was);
  return restartUnlessDone(ctx, serviceOn(round, host), { was, key });
}

/** The process that ran when all but the restart was done, as an attempt before this one has noted. */
async function toBeReplaced(
  { clients: { ssh }, signal }: HostsContext,
  host: Host,
  key: string,
): Promise<string | undefined> {
  const { code, stdout } = await ssh.run(
    { host: host.name, command: ['cat', '--', `${marks}/${key}`] },
    { signal },
  );
  return code === 0 ? stdout.trim() : undefined;
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
  stdin?: string,
): Promise<void> {
  const { code, log } = await ssh.run(
    { host: host.name, command, ...(stdin === undefined ? {} : { stdin }) },
    { signal },
  );
  if (code !== 0)
    throw fatal('refused', `${host.name}: ${shownCommand(command)} ended with ${code}: ${lastWords(log)}`);
}
