/** Images: what one tag stands for, or which tags there are. */
import { z } from 'zod';
import { fatal } from '../../activities/errors.ts';
import { answerOf } from '../../activities/http/answer.ts';
import { request } from '../../activities/http/errors.ts';
import { look } from '../../activities/oci/manifests.ts';
import type { TriggerSource } from '../config-triggers.ts';
import type { Found, Source, SourceContext } from './source.ts';
import { versionOf } from './tag-filter.ts';

type Images = Extract<TriggerSource, { type: 'image' }>;

export function imageSource(source: Images): Source {
  const { tag, repository } = source;
  return tag === undefined ? tagsOf(source) : digestOf(repository, tag);
}

const digestOf = (repository: string, tag: string): Source => ({
  moves: 'are-news',
  look: async (ctx) => new Map([[tag, await digestAt(ctx, repository, tag)]]),
  versionOf: (name) => name,
  find: async (_ctx, _tag, digest) =>
    found(repository, { tag, digest, version: `${tag}-${digest.replace(/^.*:/, '').slice(0, 12)}` }),
});

/** A registry lists names alone: that one of them moved is seen only where it is the one looked at. */
const tagsOf = (source: Images): Source => ({
  moves: 'are-mistakes',
  look: async (ctx) =>
    new Map(
      (await tagsIn(ctx, source.repository)).flatMap((tag) =>
        versionOf(tag, source) === undefined ? [] : [[tag, '']],
      ),
    ),
  versionOf: (tag) => versionOf(tag, source) ?? tag,
  async find(ctx, tag) {
    const digest = await digestAt(ctx, source.repository, tag);
    return found(source.repository, { tag, digest, version: versionOf(tag, source) ?? tag });
  },
});

const found = (
  repository: string,
  { tag, digest, version }: { tag: string; digest: string; version: string },
): Found => ({
  version,
  because: `the image ${repository}:${tag}`,
  facts: { image: `${repository}@${digest}`, tag, digest, version },
});

async function digestAt(
  { clients, signal }: SourceContext,
  repository: string,
  reference: string,
): Promise<string> {
  const seen = await look(clients.oci, { repository, reference }, signal);
  if (seen === undefined)
    throw fatal('not-found', `${clients.oci.baseUrl} has no ${repository}:${reference}.`);
  return seen.digest;
}

/** Some registries answer null for none. */
const tagsSchema = z.object({ tags: z.array(z.string()).nullish() });
const perPage = 1000;
const mostPages = 50;

async function tagsIn({ clients: { oci }, signal }: SourceContext, repository: string): Promise<string[]> {
  const doing = `list the tags of ${repository} in ${oci.baseUrl}`;
  const tags: string[] = [];
  let after = '';
  for (let page = 0; page < mostPages; page++) {
    const query = `n=${perPage}${after === '' ? '' : `&last=${encodeURIComponent(after)}`}`;
    const response = await request(doing, signal, () =>
      oci.fetch(`/v2/${repository}/tags/list?${query}`, { signal }),
    );
    const more = (await answerOf(doing, signal, response, tagsSchema)).tags ?? [];
    tags.push(...more);
    after = more.at(-1) ?? '';
    // A registry that ignores n tells all, and names no next page.
    if (after === '' || !response.headers.has('link')) return tags;
  }
  throw fatal('refused', `${oci.baseUrl} lists more tags of ${repository} than can be looked at.`);
}
