/** Undo of a version bump: withdraw the pull request, or put the old version back by another commit, if nobody has bumped since. */
import { fatal } from '../errors.ts';
import { readFile, writeFile } from './file.ts';
import type { FilePlace } from './file.ts';
import { findPull, mergeWhenGreen, propose, withdraw } from './proposal.ts';
import type { Proposal } from './proposal.ts';
import { undoKey } from './request.ts';
import type { GithubContext } from './request.ts';
import { findVersion } from './version-pattern.ts';

export interface BumpToUndo {
  readonly repository: string;
  readonly pattern: string;
  readonly version: string;
  readonly via:
    | { readonly type: 'commit' }
    | ({ readonly type: 'pull-request' } & Pick<Proposal, 'mergeMethod' | 'minimumChecks'>);
  readonly pollSeconds: number;
}

export async function putVersionBack(
  ctx: GithubContext,
  input: BumpToUndo,
  place: FilePlace,
  previous: string,
): Promise<string> {
  const { repository, pattern, version, via } = input;
  const where = `${place.path} on ${place.branch} of ${repository}`;
  const pull = via.type === 'commit' ? undefined : await findPull(ctx, repository, ctx.key);
  if (pull?.state === 'open') {
    await withdraw(ctx, repository, pull.number, ctx.key);
    return `Closed the pull request ${pull.url}: the version was not changed.`;
  }
  const file = await readFile(ctx, place);
  const present = findVersion(file.text, pattern, where);
  if (present.version === previous) return `The version in ${where} is ${previous}: nothing to put back.`;
  if (present.version !== version) {
    throw fatal(
      'undo-failed',
      `The version in ${where} was changed to ${present.version} since; it was ${previous} before.`,
    );
  }
  const message = `Put version back to ${previous}`;
  const key = undoKey(ctx);
  if (via.type === 'commit') {
    await writeFile(ctx, place, { text: present.replacedBy(previous), sha: file.sha, message, key });
    return `Put the version in ${where} back to ${previous}.`;
  }
  const { mergeMethod, minimumChecks } = via;
  const proposal: Proposal = {
    place,
    title: message,
    key,
    mergeMethod,
    minimumChecks,
    pollSeconds: input.pollSeconds,
  };
  const back = (text: string): string => findVersion(text, pattern, where).replacedBy(previous);
  const opened = await propose(ctx, proposal, back);
  await mergeWhenGreen(ctx, proposal, opened.number);
  return `Put the version in ${where} back to ${previous}: ${opened.url}`;
}
