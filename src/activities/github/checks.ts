/** What CI says of a commit: check runs and commit statuses as one list, and the verdict on it. */
import { partsOf } from './names.ts';
import type { GithubContext } from './request.ts';
import { checkRunsSchema, statusesSchema } from './shapes.ts';
import { etaggedPages } from './watch.ts';

export interface Check {
  readonly name: string;
  readonly state: 'pending' | 'passed' | 'failed';
  /** GitHub's own word: success, failure, timed_out, … */
  readonly says: string;
  readonly url: string;
}

/** Each call gives the present checks of the commit. */
export function checksOf(ctx: GithubContext, repository: string, sha: string): () => Promise<Check[]> {
  const at = { ...partsOf(repository), ref: sha };
  const { checks, repos } = ctx.clients.github.rest;
  const doing = `list the checks of ${sha.slice(0, 10)} in ${repository}`;
  const runs = etaggedPages(doing, ctx, checkRunsSchema, (page) => checks.listForRef({ ...at, ...page }));
  const statuses = etaggedPages(doing, ctx, statusesSchema, (page) =>
    repos.getCombinedStatusForRef({ ...at, ...page }),
  );
  return async () => [
    ...(await runs()).flatMap((page) => page.check_runs).map(ofRun),
    ...(await statuses()).flatMap((page) => page.statuses).map(ofStatus),
  ];
}

interface Run {
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly html_url: string | null;
  readonly details_url: string | null;
}

function ofRun({ name, status, conclusion, html_url, details_url }: Run): Check {
  const says = conclusion ?? status;
  const url = details_url ?? html_url ?? '';
  if (status !== 'completed') return { name, state: 'pending', says, url };
  const passed = ['success', 'neutral', 'skipped'].includes(says);
  return { name, state: passed ? 'passed' : 'failed', says, url };
}

function ofStatus({
  context,
  state,
  target_url,
}: {
  context: string;
  state: string;
  target_url: string | null;
}): Check {
  const url = target_url ?? '';
  if (state === 'pending') return { name: context, state, says: state, url };
  return { name: context, state: state === 'success' ? 'passed' : 'failed', says: state, url };
}

export interface Wanted {
  /** These must be there and pass; absent: all that are there. */
  readonly names?: readonly string[] | undefined;
  /** How many there must be at least. */
  readonly minimum: number;
}

export type Verdict =
  | { readonly state: 'passed'; readonly checks: readonly Check[] }
  | { readonly state: 'failed'; readonly checks: readonly Check[] }
  | { readonly state: 'pending'; readonly waitsFor: readonly string[] };

/** A failure is final at once; otherwise everything that is wanted must have passed. */
export function judge(present: readonly Check[], { names, minimum }: Wanted): Verdict {
  const counted = names === undefined ? present : present.filter(({ name }) => names.includes(name));
  const failed = counted.filter(({ state }) => state === 'failed');
  if (failed.length > 0) return { state: 'failed', checks: failed };
  const waitsFor = [
    ...(names ?? []).filter((name) => !counted.some((check) => check.name === name)),
    ...counted.filter(({ state }) => state === 'pending').map(({ name }) => name),
  ];
  const lacking = minimum - counted.length;
  if (waitsFor.length > 0) return { state: 'pending', waitsFor };
  if (lacking > 0) return { state: 'pending', waitsFor: [`${lacking} more`] };
  return { state: 'passed', checks: counted };
}
