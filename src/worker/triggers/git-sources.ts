/** Tags and branches, as git itself or GitHub’s API tells them. */
import { z } from 'zod';
import { fatal } from '../../activities/errors.ts';
import { branchRef, short, tagRef } from '../../activities/git/names.ts';
import { answer, reading } from '../../activities/github/request.ts';
import type { TriggerSource } from '../config-triggers.ts';
import { lacking } from './readiness.ts';
import type { Source, SourceContext } from './source.ts';
import { versionOf } from './tag-filter.ts';

type Tags = Extract<TriggerSource, { type: 'tag' }>;
type Branch = Extract<TriggerSource, { type: 'branch' }>;

/** By full name: the object, a commit or an annotated tag. */
type Refs = ReadonlyMap<string, string>;

export const tagSource = (source: Tags): Source => ({
  moves: 'are-mistakes',
  async look(ctx) {
    const refs = await refsUnder(ctx, source, tagRef(literal(source.match)));
    return new Map(
      [...refs].flatMap(([ref, object]) => {
        const tag = ref.slice(tagRef('').length);
        return versionOf(tag, source) === undefined ? [] : [[tag, short(object)] as const];
      }),
    );
  },
  versionOf: (tag) => versionOf(tag, source) ?? tag,
  async find(ctx, tag) {
    const version = versionOf(tag, source) ?? tag;
    const commit = await commitOf(ctx, source, tagRef(tag));
    return { version, because: `the tag ${tag}`, facts: { tag, commit, version } };
  },
});

export const branchSource = (source: Branch): Source => ({
  moves: 'are-news',
  async look(ctx) {
    const ref = branchRef(source.branch);
    const head = (await refsUnder(ctx, source, ref)).get(ref);
    if (head === undefined)
      throw fatal('not-found', `${source.repository} has no branch ${source.branch}, or it can’t be seen.`);
    return new Map([[source.branch, head]]);
  },
  versionOf: (branch) => branch,
  lacks: (ctx, _branch, commit) => lacking(ctx, source, commit),
  async find(_ctx, branch, commit) {
    const version = short(commit);
    return { version, because: `${branch} at ${version}`, facts: { branch, commit, version } };
  },
});

/** What a glob begins with, as it is. */
const literal = (glob: string): string => /^[^*?]*/.exec(glob)?.[0] ?? '';

const refsUnder = (ctx: SourceContext, source: Tags | Branch, start: string): Promise<Refs> =>
  source.from === 'git' ? fromGit(ctx, source, start) : fromGithub(ctx, source, start);

async function fromGit(
  { clients, signal }: SourceContext,
  { repository }: Tags | Branch,
  start: string,
): Promise<Refs> {
  const refs = await clients.git.refs(repository, { signal });
  return new Map([...refs].flatMap(([ref, { object }]) => (ref.startsWith(start) ? [[ref, object]] : [])));
}

const refSchema = z.object({ ref: z.string(), object: z.object({ sha: z.string() }) });
const perPage = 100;

async function fromGithub(ctx: SourceContext, source: Tags | Branch, start: string): Promise<Refs> {
  const found = new Map<string, string>();
  for (let page = 1; ; page++) {
    const refs = await answer(
      `list ${start} of ${source.repository}`,
      ctx,
      z.array(refSchema),
      ctx.clients.github.rest.git.listMatchingRefs({
        ...ownerAndName(source),
        ref: start.replace(/^refs\//, ''),
        per_page: perPage,
        page,
        ...reading(ctx),
      }),
    );
    const before = found.size;
    for (const { ref, object } of refs) found.set(ref, object.sha);
    // GitHub gives all at once, whatever page is asked for.
    if (refs.length < perPage || found.size === before) return found;
  }
}

const commitSchema = z.object({ sha: z.string() });

async function commitOf(ctx: SourceContext, source: Tags, ref: string): Promise<string> {
  if (source.from === 'github') {
    const doing = `find the commit of ${ref} in ${source.repository}`;
    const asked = { ...ownerAndName(source), ref: ref.replace(/^refs\//, ''), ...reading(ctx) };
    return (await answer(doing, ctx, commitSchema, ctx.clients.github.rest.repos.getCommit(asked))).sha;
  }
  const found = (await ctx.clients.git.refs(source.repository, ctx)).get(ref);
  if (found === undefined) throw fatal('not-found', `${source.repository} has no ${ref} any more.`);
  return found.commit;
}

function ownerAndName({ repository }: Tags | Branch): { owner: string; repo: string } {
  const [owner = '', repo = '', ...more] = repository.split('/');
  if (repo === '' || more.length > 0)
    throw fatal('config-invalid', `‘${repository}’ is no repository of GitHub’s: that is owner/name.`);
  return { owner, repo };
}
