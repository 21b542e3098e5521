/** Which commit is released, and what it brings. */
import type { Facts, Planning } from 'slipway';
import type { Settings } from './settings.ts';

export async function resolveCommit(
  version: string,
  { repository }: Settings,
  facts: Facts<Planning>,
): Promise<string> {
  const { clients, signal } = facts;
  const found = await clients.git.resolve(repository, version, { signal });
  if (found === undefined)
    return facts.refuse(
      `No branch and no tag of ${repository} has ${version}, or more than one commit begins so.`,
      'Push it first, or give more of its digits.',
    );
  return facts.record('commit', {
    title: 'Released commit',
    value: found.sha,
    evidence: [`${found.subject} (${found.author})`],
  });
}

/** More of them say no more. */
const most = 20;

export async function recordChanges(
  { from, to }: { readonly from: string | undefined; readonly to: string },
  { repository }: Settings,
  facts: Facts<Planning>,
): Promise<void> {
  if (from === undefined)
    return facts.warn('What changes can’t be told: the image that runs now names no commit.');
  const { clients, signal } = facts;
  const known = await clients.git.resolve(repository, from, { signal });
  if (known === undefined)
    return facts.warn(`What changes can’t be told: ${repository} no longer has ${from}, which runs now.`);
  const [comes, goes] = await Promise.all([
    clients.git.between(repository, { from, to, most }, { signal }),
    clients.git.between(repository, { from: to, to: from, most }, { signal }),
  ]);
  const count = (commits: readonly unknown[]): string =>
    `${commits.length}${commits.length === most ? ' or more' : ''}`;
  facts.record('changes', {
    title: 'What changes',
    value:
      goes.length === 0 ? `${count(comes)} commits come` : `${count(comes)} commits come, ${count(goes)} go`,
    evidence: [
      ...comes.map(({ sha, subject, author }) => `comes: ${sha.slice(0, 12)} ${subject} (${author})`),
      ...goes.map(({ sha, subject, author }) => `goes: ${sha.slice(0, 12)} ${subject} (${author})`),
    ],
  });
}
