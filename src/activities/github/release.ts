/** A release as `createRelease` leaves it: known again by a marker in its notes, deleted only if it is ours. */
import { commitOfTag } from './commit.ts';
import { partsOf } from './names.ts';
import { answerUnless, reading, undoKey, writing } from './request.ts';
import type { GithubContext } from './request.ts';
import { ignored, releaseSchema } from './shapes.ts';

/** A comment that readers of the notes don't see. */
export const markerOf = (key: string): string => `<!-- slipway-key: ${key} -->`;

export const isMarked = ({ body }: { body?: string | null | undefined }, key: string): boolean =>
  body?.includes(markerOf(key)) ?? false;

export function releaseOfTag(ctx: GithubContext, repository: string, tag: string) {
  const asked = ctx.clients.github.rest.repos.getReleaseByTag({
    ...partsOf(repository),
    tag,
    ...reading(ctx),
  });
  return answerUnless([404], `look for the release ${tag} of ${repository}`, ctx, releaseSchema, asked);
}

export interface OurRelease {
  readonly repository: string;
  readonly tag: string;
  /** The commit it was made on. */
  readonly sha: string;
  readonly tagExisted: boolean;
  /** Undefined if the release isn't known to be ours: its marker then decides. */
  readonly id: number | undefined;
}

/** Deletes the release if its marker is ours, then the tag if it wasn't there before. */
export async function deleteRelease(ctx: GithubContext, ours: OurRelease): Promise<string> {
  const { repository, tag } = ours;
  const { repos } = ctx.clients.github.rest;
  const release = await findOurs(ctx, ours);
  if (release !== undefined && !isMarked(release, ctx.key)) {
    return `Left the release ${tag} of ${repository}: this step did not make it.`;
  }
  if (release !== undefined) {
    const asked = repos.deleteRelease({
      ...partsOf(repository),
      release_id: release.id,
      ...writing(ctx, undoKey(ctx)),
    });
    await answerUnless([404], `delete the release ${tag} of ${repository}`, ctx, ignored, asked);
    ctx.heartbeat({ deleted: release.id });
  }
  const wasOurs = release !== undefined || ours.id !== undefined || ctx.resumed !== undefined;
  if (!wasOurs) return `There is no release ${tag} of ${repository}.`;
  return deleteTag(ctx, ours);
}

async function findOurs(ctx: GithubContext, { repository, tag, id }: OurRelease) {
  if (id === undefined) return releaseOfTag(ctx, repository, tag);
  const asked = ctx.clients.github.rest.repos.getRelease({
    ...partsOf(repository),
    release_id: id,
    ...reading(ctx),
  });
  return answerUnless([404], `look for the release ${tag} of ${repository}`, ctx, releaseSchema, asked);
}

/** A tag that was there before, has moved since, or carries another's release by now, stays. */
async function deleteTag(
  ctx: GithubContext,
  { repository, tag, sha, tagExisted }: OurRelease,
): Promise<string> {
  const deleted = `Deleted the release ${tag} of ${repository}`;
  if (tagExisted) return `${deleted}; its tag was there before and stays.`;
  const tagged = await commitOfTag(ctx, repository, tag);
  if (tagged === undefined) return `${deleted} and its tag.`;
  const others = await releaseOfTag(ctx, repository, tag);
  if (tagged !== sha || others !== undefined)
    return `${deleted}; its tag is somebody else’s by now and stays.`;
  const { git } = ctx.clients.github.rest;
  const asked = git.deleteRef({ ...partsOf(repository), ref: `tags/${tag}`, ...writing(ctx, undoKey(ctx)) });
  await answerUnless([404, 422], `delete the tag ${tag} of ${repository}`, ctx, ignored, asked);
  return `${deleted} and its tag.`;
}
