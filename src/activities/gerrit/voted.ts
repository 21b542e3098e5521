/** A change on its way through review: waited for until it has its votes, submitted, and what is told of it. */
import { z } from 'zod';
import { fatal } from '../errors.ts';
import type { StepContext } from '../contract.ts';
import { changeChange, findChange, readChange } from './changes.ts';
import type { ChangeInfo, GerritContext } from './changes.ts';
import { lacks, mustStand, votesOf } from './review.ts';
import type { Needed } from './review.ts';

export const votesInput = {
  labels: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/), z.number().int().min(1).max(2))
    .default({ 'Code-Review': 2, Verified: 2 })
    .describe('The votes it needs'),
  pollSeconds: z.number().min(0.1).max(600).default(15).describe('Seconds between two looks at the votes'),
};

/** `commit`: which commit the output names. */
export const votedOutput = (commit: string) =>
  z.strictObject({
    number: z.number().int().describe('The number of the change'),
    url: z.string().describe('The change, for people'),
    votes: z.array(z.string()).describe('The votes it went through with'),
    commit: z.string().describe(commit),
  });

/** A review may take days. */
export const reviewOptions = { actTimeout: 300_000, settleTimeout: 14 * 24 * 3_600_000 };

/** The change, and the commit that was proposed. */
export type Proposed = Readonly<{ number: number; commit: string }>;

export interface Voting {
  readonly project: string;
  readonly labels: Needed;
  readonly pollSeconds: number;
}

type Context = StepContext<'gerrit'>;

/** The change once it has its votes, or is merged. `name`: as whoever waits is told of it. */
export async function untilVoted(
  { number, commit }: Proposed,
  ctx: Context,
  { project, labels, pollSeconds }: Voting,
  name = `change ${number}`,
): Promise<ChangeInfo> {
  const url = urlOf(ctx, project, number);
  for (;;) {
    const change = await readChange(ctx, number);
    mustStand(change, { commit, url });
    const lacking = change.status === 'MERGED' ? undefined : lacks(change, labels);
    if (lacking === undefined) return change;
    ctx.heartbeat({ says: `${name} ${lacking}`, link: url });
    await ctx.sleep(pollSeconds * 1000);
  }
}

/** Submits it as soon as it has its votes; the change once it is merged. */
export async function untilMerged(
  proposed: Proposed,
  ctx: Context,
  voting: Voting,
  { key, name }: { readonly key: string; readonly name?: string },
): Promise<ChangeInfo> {
  for (;;) {
    const change = await untilVoted(proposed, ctx, voting, name);
    if (change.status === 'MERGED') return change;
    await changeChange(ctx, proposed.number, { verb: 'submit', key });
  }
}

export const outcomeOf = (
  { number, commit }: Proposed,
  ctx: Pick<Context, 'clients'>,
  { project, labels }: Pick<Voting, 'project' | 'labels'>,
  voted: ChangeInfo,
) => ({ number, commit, url: urlOf(ctx, project, number), votes: votesOf(voted, labels) });

export async function isTakenBack(
  change: ChangeInfo,
  { project }: Pick<Voting, 'project'>,
  ctx: GerritContext,
): Promise<boolean> {
  if (change.status !== 'MERGED') return false;
  const revert = await findChange(
    ctx,
    `look for a revert of change ${change._number}`,
    `revertof:${change._number} project:${project} status:merged`,
  );
  return revert !== undefined;
}

export const takenBackAlready = (number: number) =>
  fatal('conflict', `Change ${number} was merged and taken back already.`, 'Release the commit anew.');

/** As Gerrit's own pages have it. */
export const urlOf = (
  { clients: { gerrit } }: Pick<Context, 'clients'>,
  project: string,
  number: number,
): string => `${gerrit.baseUrl.replace(/\/a$/, '')}/c/${project}/+/${number}`;
