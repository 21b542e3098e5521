/** One file of a repository: read it, write it by one commit that carries its key as a trailer. */
import { z } from 'zod';
import { fatal } from '../errors.ts';
import { partsOf } from './names.ts';
import { answer, reading, writing } from './request.ts';
import type { GithubContext } from './request.ts';
import { commitsSchema, ignored, writtenSchema } from './shapes.ts';

export interface FilePlace {
  readonly repository: string;
  readonly branch: string;
  readonly path: string;
}

export interface ReadFile {
  readonly text: string;
  /** GitHub wants it back from whoever writes. */
  readonly sha: string;
}

export interface Written {
  readonly sha: string;
  readonly url: string;
}

const fileSchema = z.object({ type: z.literal('file'), content: z.string(), sha: z.string() });

export async function readFile(
  ctx: GithubContext,
  { repository, branch, path }: FilePlace,
): Promise<ReadFile> {
  const { repos } = ctx.clients.github.rest;
  const asked: Promise<{ data: unknown }> = repos.getContent({
    ...partsOf(repository),
    path,
    ref: branch,
    ...reading(ctx),
  });
  const file = fileSchema.safeParse(
    await answer(`read ${path} on ${branch} of ${repository}`, ctx, ignored, asked),
  );
  if (!file.success) throw fatal('input-invalid', `${path} on ${branch} of ${repository} is not a file.`);
  return { text: Buffer.from(file.data.content, 'base64').toString('utf8'), sha: file.data.sha };
}

export interface FileChange {
  readonly text: string;
  /** Of the content that was read: GitHub refuses if another has written since. */
  readonly sha: string;
  readonly message: string;
  readonly key: string;
}

export async function writeFile(ctx: GithubContext, place: FilePlace, change: FileChange): Promise<Written> {
  const { repository, branch, path } = place;
  const asked = ctx.clients.github.rest.repos.createOrUpdateFileContents({
    ...partsOf(repository),
    ...writing(ctx, change.key),
    path,
    branch,
    sha: change.sha,
    message: `${change.message}\n\n${trailerOf(change.key)}`,
    content: Buffer.from(change.text).toString('base64'),
  });
  const { commit } = await answer(`write ${path} on ${branch} of ${repository}`, ctx, writtenSchema, asked);
  return { sha: commit.sha, url: commit.html_url };
}

/** The commit of this key among the file's newest, or undefined. */
export async function commitOfKey(
  ctx: GithubContext,
  place: FilePlace,
  key: string,
): Promise<Written | undefined> {
  const { repository, branch, path } = place;
  const { repos } = ctx.clients.github.rest;
  const asked = repos.listCommits({
    ...partsOf(repository),
    sha: branch,
    path,
    per_page: 30,
    ...reading(ctx),
  });
  const commits = await answer(
    `list the commits of ${path} on ${branch} of ${repository}`,
    ctx,
    commitsSchema,
    asked,
  );
  const ours = commits.find(({ commit }) => commit.message.split('\n').includes(trailerOf(key)));
  return ours === undefined ? undefined : { sha: ours.sha, url: ours.html_url };
}

const trailerOf = (key: string): string => `Slipway-Key: ${key}`;
