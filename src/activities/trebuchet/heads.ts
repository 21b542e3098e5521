/** Which commit a checkout on a host is at. */
import type { StepContext } from '../contract.ts';
import { fatal } from '../errors.ts';
import { lastWords } from '../ssh/names.ts';
import { gitIn, notOurs } from './owner.ts';

export type DeployContext = Pick<StepContext<'ssh'>, 'clients' | 'signal' | 'heartbeat' | 'sleep'>;

export interface Checkout {
  readonly directory: string;
  readonly owner?: string | undefined;
}

export async function headOf(
  { clients: { ssh }, signal }: DeployContext,
  host: string,
  checkout: Checkout,
): Promise<string> {
  const { directory } = checkout;
  const command = gitIn(checkout, ['rev-parse', '--verify', 'HEAD']);
  const { code, stdout, log } = await ssh.run({ host, command }, { signal });
  const commit = stdout.trim();
  if (code === 0 && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
  const refused = notOurs({ host, ...checkout, log });
  if (refused !== undefined) throw refused;
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
    targetOwner,
    commit,
  }: {
    readonly targets: readonly string[];
    readonly directory: string;
    readonly targetOwner?: string | undefined;
    readonly commit: string;
  },
): Promise<readonly string[]> {
  const heads = await Promise.all(
    targets.map((host) => headOf(ctx, host, { directory, owner: targetOwner })),
  );
  return targets.flatMap((host, index) =>
    heads[index] === commit ? [] : [`${host} (at ${heads[index]?.slice(0, 12) ?? 'nothing'})`],
  );
}
