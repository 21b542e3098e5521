/** Drift by a registry: whether a tag still names the digest that was recorded. */
import type { Clients } from '../../../activities/clients.ts';
import { look } from '../../../activities/oci/manifests.ts';
import type { Drift } from '../../../environment/board.ts';
import type { Deployment, SeenAt } from '../../../environment/deployment.ts';
import { drifted, short, unknown, verified } from './states.ts';

export async function tagDrift(
  { digest }: Pick<Deployment, 'digest'>,
  { repository, tag }: Extract<SeenAt, { type: 'tag' }>,
  { oci }: Pick<Clients, 'oci'>,
  signal: AbortSignal,
): Promise<Drift> {
  if (digest === undefined) return unknown('the record names no digest');
  const title = `${repository}:${tag}`;
  const found = await look(oci, { repository, reference: tag }, signal);
  if (found === undefined) return drifted(`the registry has no ${title} any more`);
  return found.digest === digest
    ? verified(`${title} is ${short(digest)}`)
    : drifted(`${title} is ${short(found.digest)}, not ${short(digest)}`);
}
