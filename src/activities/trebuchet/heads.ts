/** Which commit a checkout on a host is at. */
import type { StepContext } from '../contract.ts';
import { fatal } from '../errors.ts';
import { lastWords } from '../ssh/names.ts';

export type DeployContext = Pick<StepContext<'ssh'>, 'clients' | 'signal' | 'heartbeat'>;

export async function headOf(
  { clients: { ssh }, signal }: DeployContext,
  host: string,
  directory: string,
): Promise<string> {
  const command = ['git', '-C', directory, 'rev-parse', '--verify', 'HEAD'];
  const { code, stdout, log } = await ssh.run({ host, command }, { signal });
  const commit = stdout.trim();
  if (code === 0 && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
  throw fatal(
    'not-found',
    `${host} does not tell the commit of ${directory}: ${lastWords(log) || `git ended with ${code}`}`,
  );
}

/** `scb1002 (at 4b825dc642cb)`, a target each. */
export async function whoIsElsewhere(
  ctx: DeployContext,
  {
    targets,
    directory,
    commit,
  }: { readonly targets: readonly string[]; readonly directory: string; readonly commit: string },
): Promise<readonly string[]> {
  const heads = await Promise.all(targets.map((host) => headOf(ctx, host, directory)));
  return targets.flatMap((host, index) =>
    heads[index] === commit ? [] : [`${host} (at ${heads[index]?.slice(0, 12) ?? 'nothing'})`],
  );
}
