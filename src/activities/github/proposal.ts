/** A change of one file proposed as a pull request of its own branch, and merged when its checks are green. */
import { fatal } from '../errors.ts';
import { checksOf, judge } from './checks.ts';
import { commitOf } from './commit.ts';
import { readFile, writeFile } from './file.ts';
import type { FilePlace, Written } from './file.ts';
import { partsOf } from './names.ts';
import { answer, answerUnless, reading, writing } from './request.ts';
import type { GithubContext } from './request.ts';
import { ignored, mergedSchema, pullSchema, pullsSchema } from './shapes.ts';
import { etagged, until } from './watch.ts';

export interface Proposal {
  /** Where it shall end up. */
  readonly place: FilePlace;
  readonly title: string;
  readonly key: string;
  readonly mergeMethod: 'merge' | 'squash' | 'rebase';
  readonly minimumChecks: number;
  readonly pollSeconds: number;
}

export const branchOf = (key: string): string => `slipway/${key}`;

export interface FoundPull {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly mergeSha: string | null;
}

/** The newest pull request of this key's branch. */
export async function findPull(
  ctx: GithubContext,
  repository: string,
  key: string,
): Promise<FoundPull | undefined> {
  const at = partsOf(repository);
  const asked = ctx.clients.github.rest.pulls.list({
    ...at,
    head: `${at.owner}:${branchOf(key)}`,
    state: 'all',
    ...reading(ctx),
  });
  const [pull] = await answer(
    `look for the pull request of ${branchOf(key)} in ${repository}`,
    ctx,
    pullsSchema,
    asked,
  );
  if (pull === undefined) return undefined;
  const state = pull.merged_at !== null ? 'merged' : pull.state === 'open' ? 'open' : 'closed';
  return { number: pull.number, url: pull.html_url, state, mergeSha: pull.merge_commit_sha };
}

/** Branch, commit and pull request; each part that is there already is left as it is. */
export async function propose(
  ctx: GithubContext,
  { place, title, key }: Proposal,
  changed: (text: string) => string,
): Promise<FoundPull> {
  const at = partsOf(place.repository);
  const branch = branchOf(key);
  const { git, pulls } = ctx.clients.github.rest;
  const sha = await commitOf(ctx, place.repository, place.branch);
  const made = git.createRef({ ...at, ref: `refs/heads/${branch}`, sha, ...writing(ctx, key) });
  // 422: the branch is there already.
  await answerUnless([422], `make the branch ${branch} in ${place.repository}`, ctx, ignored, made);
  const there = { ...place, branch };
  const file = await readFile(ctx, there);
  const text = changed(file.text);
  if (text !== file.text) await writeFile(ctx, there, { text, sha: file.sha, message: title, key });
  const body = `Slipway made this for ${ctx.release.id} and merges it when its checks have passed.`;
  const opened = pulls.create({ ...at, title, body, head: branch, base: place.branch, ...writing(ctx, key) });
  const pull = await answerUnless(
    [422],
    `open a pull request for ${branch} in ${place.repository}`,
    ctx,
    pullSchema,
    opened,
  );
  if (pull !== undefined) return { number: pull.number, url: pull.html_url, state: 'open', mergeSha: null };
  const found = await findPull(ctx, place.repository, key);
  if (found?.state === 'open') return found;
  throw fatal(
    'refused',
    `GitHub opens no pull request for ${branch} in ${place.repository}: nothing differs, or it is not allowed.`,
  );
}

/** Resolves with the merge commit. It may have been merged by a person. */
export async function mergeWhenGreen(
  ctx: GithubContext,
  proposal: Proposal,
  number: number,
): Promise<Written> {
  const { place, key, minimumChecks, mergeMethod, pollSeconds } = proposal;
  const at = { ...partsOf(place.repository), pull_number: number };
  const { pulls } = ctx.clients.github.rest;
  const name = `the pull request #${number} of ${place.repository}`;
  const look = etagged(`show ${name}`, ctx, pullSchema, (conditional) =>
    pulls.get({ ...at, ...conditional }),
  );
  const first = await look();
  const checks = checksOf(ctx, place.repository, first.head.sha);
  const merged = await until(ctx, pollSeconds, look, async (pull) => {
    if (pull.merged_at !== null) return { sha: pull.merge_commit_sha ?? '', url: pull.html_url };
    if (pull.state === 'closed') throw failed(`${name} was closed without being merged`, pull.html_url);
    if (pull.head.sha !== first.head.sha) throw failed(`Somebody changed ${name}`, pull.html_url);
    const verdict = judge(await checks(), { minimum: minimumChecks });
    if (verdict.state === 'failed') {
      throw failed(
        `${verdict.checks.map((check) => check.name).join(', ')} failed on ${name}`,
        pull.html_url,
      );
    }
    if (verdict.state === 'pending') return undefined;
    const asked = pulls.merge({ ...at, sha: pull.head.sha, merge_method: mergeMethod, ...writing(ctx, key) });
    // 405 and 409: not mergeable yet, a review is missing or GitHub still computes.
    const done = await answerUnless([405, 409], `merge ${name}`, ctx, mergedSchema, asked);
    return done === undefined ? undefined : { sha: done.sha, url: pull.html_url };
  });
  await deleteBranch(ctx, place.repository, key);
  return merged;
}

/** Closes the pull request and deletes its branch. */
export async function withdraw(
  ctx: GithubContext,
  repository: string,
  number: number,
  key: string,
): Promise<void> {
  const asked = ctx.clients.github.rest.pulls.update({
    ...partsOf(repository),
    pull_number: number,
    state: 'closed',
    ...writing(ctx, `${key}-undo`),
  });
  await answer(`close the pull request #${number} of ${repository}`, ctx, ignored, asked);
  await deleteBranch(ctx, repository, key);
}

async function deleteBranch(ctx: GithubContext, repository: string, key: string): Promise<void> {
  const ref = `heads/${branchOf(key)}`;
  const asked = ctx.clients.github.rest.git.deleteRef({ ...partsOf(repository), ref, ...writing(ctx, key) });
  await answerUnless([404, 422], `delete the branch ${branchOf(key)} of ${repository}`, ctx, ignored, asked);
}

const failed = (message: string, link: string) => fatal('failed', `${message}: ${link}`, undefined, { link });
