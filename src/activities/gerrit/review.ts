/** What stands between a change and its branch: votes that are missing, votes against it, somebody else's patch set. */
import { fatal } from '../errors.ts';
import type { ChangeInfo } from './changes.ts';

export type Needed = Readonly<Record<string, number>>;

export const missingVotes = (change: ChangeInfo, needed: Needed): string =>
  Object.entries(needed)
    .filter(([label, value]) => highest(change, label) < value)
    .map(([label, value]) => `${label}+${value}`)
    .join(' and ');

/** Undefined: it may be submitted. */
export function lacks(change: ChangeInfo, needed: Needed): string | undefined {
  const missing = missingVotes(change, needed);
  if (missing !== '') return `waits for ${missing}`;
  return change.submittable ? undefined : 'has its votes, and Gerrit does not take it yet';
}

/** What will not come right by waiting. */
export function mustStand(
  change: ChangeInfo,
  { commit, url }: { readonly commit: string; readonly url: string },
): void {
  const name = `Change ${change._number}`;
  const link = { link: url };
  if (change.status === 'ABANDONED')
    throw fatal('refused', `${name} was abandoned.`, 'Restore it in Gerrit and retry, or roll back.', link);
  if (change.current_revision !== undefined && change.current_revision !== commit)
    throw fatal(
      'conflict',
      `${name} has another patch set than the one that was proposed: ${change.current_revision}, not ${commit}.`,
      'What would be merged is not what this release built. See who changed it; then roll back, and release what it shall be.',
      link,
    );
  const against = Object.entries(change.labels).filter(([, { all }]) =>
    all.some(({ value = 0 }) => value <= -2),
  );
  if (change.status === 'NEW' && against.length > 0)
    throw fatal(
      'refused',
      `${name} was voted down: ${against.map(([label, { all }]) => `${label} ${who(all, -2)}`).join(', ')}.`,
      'Talk to who voted. Once the vote is taken back, retry; or roll back.',
      link,
    );
}

const highest = ({ labels }: ChangeInfo, label: string): number =>
  Math.max(0, ...(labels[label]?.all.map(({ value = 0 }) => value) ?? []));

type Votes = ChangeInfo['labels'][string]['all'];

const who = (votes: Votes, value: number): string =>
  votes
    .filter((vote) => vote.value === value)
    .map(
      ({ username, _account_id }) =>
        `${value > 0 ? '+' : ''}${value} by ${username ?? `account ${_account_id ?? 'unknown'}`}`,
    )
    .join(', ');

/** The votes that it went through with: evidence. */
export const votesOf = ({ labels }: ChangeInfo, needed: Needed): string[] =>
  Object.entries(needed).map(([label, value]) => `${label} ${who(labels[label]?.all ?? [], value)}`.trim());
