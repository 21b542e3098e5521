/** What triggers look at: a real registry, and GitHub’s API as it is described. Git itself: test/client/triggers.test.ts. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Octokit } from '@octokit/rest';
import { put, read } from '../../../src/activities/oci/manifests.ts';
import { sourceSchema } from '../../../src/worker/config-triggers.ts';
import { sourceOf } from '../../../src/worker/triggers/sources.ts';
import type { Source, SourceContext } from '../../../src/worker/triggers/source.ts';
import { inRepository, repository as onGithub, startGithub } from '../../support/github.ts';
import type { StartedGithub } from '../../support/github.ts';
import { describeWithRegistry, digests, repository, withRegistry } from '../../support/real-parts.ts';
import type { RealParts } from '../../support/real-parts.ts';
import { stepContext } from '../../support/step-context.ts';

function source(given: object): Source {
  const parsed = sourceSchema.parse(given);
  if (parsed.type === 'time') throw new Error('A time looks at nothing.');
  return sourceOf(parsed);
}

describeWithRegistry('images', () => {
  let parts: RealParts;
  let ctx: SourceContext;
  beforeAll(async () => {
    parts = await withRegistry();
    ctx = { ...stepContext(), clients: parts.clients };
  });
  afterAll(() => parts.stop());

  const tagAs = async (from: string, to: string): Promise<void> => {
    const { signal } = ctx;
    const content = await read(parts.clients.oci, { repository, reference: from }, signal);
    await put(parts.clients.oci, { repository, reference: to }, content, { key: 'k', signal });
  };

  test('what one tag stands for is seen, and the version tells it apart', async () => {
    const latest = source({ type: 'image', repository, tag: 'latest' });
    expect([...(await latest.look(ctx))]).toEqual([['latest', digests.one]]);
    await tagAs('two', 'latest');
    expect([...(await latest.look(ctx))]).toEqual([['latest', digests.two]]);
    expect(await latest.find(ctx, 'latest', digests.two)).toEqual({
      version: `latest-${digests.two.slice(7, 19)}`,
      because: `the image ${repository}:latest`,
      facts: {
        image: `${repository}@${digests.two}`,
        tag: 'latest',
        digest: digests.two,
        version: `latest-${digests.two.slice(7, 19)}`,
      },
    });
  });

  test('its tags are seen, those that the filter takes alone', async () => {
    await tagAs('two', 'v1.0.0');
    await tagAs('one', 'v1.1.0-rc.1');
    const tags = source({ type: 'image', repository, prefix: 'v', versions: 'stable' });
    expect([...(await tags.look(ctx)).keys()]).toEqual(['v1.0.0']);
    expect(await tags.find(ctx, 'v1.0.0', '')).toMatchObject({
      version: '1.0.0',
      facts: { digest: digests.two, tag: 'v1.0.0' },
    });
  });

  test('of a repository or a tag that is not there is no sighting', async () => {
    const nothing = source({ type: 'image', repository: 'team/none' });
    await expect(nothing.look(ctx)).rejects.toMatchObject({ type: 'not-found' });
    const untagged = source({ type: 'image', repository, tag: 'none' });
    await expect(untagged.look(ctx)).rejects.toMatchObject({ type: 'not-found' });
  });
});

describe('GitHub', () => {
  let github: StartedGithub;
  let ctx: SourceContext;
  let rest: Octokit['rest'];
  beforeAll(async () => {
    github = await startGithub();
    ({ rest } = github.octokit);
    ctx = { ...stepContext(), clients: { github: github.octokit } as SourceContext['clients'] };
  });
  afterAll(async () => {
    expect(github.watch.problems).toEqual([]);
    await github.stop();
  });

  const head = async (): Promise<string> =>
    (await rest.repos.getCommit({ ...inRepository, ref: 'main' })).data.sha;

  test('the head of a branch is seen, and no branch that only begins like it', async () => {
    const sha = await head();
    await rest.git.createRef({ ...inRepository, ref: 'refs/heads/main-old', sha });
    const main = source({ type: 'branch', from: 'github', repository: onGithub, branch: 'main' });
    expect([...(await main.look(ctx))]).toEqual([['main', sha]]);
    expect(await main.find(ctx, 'main', sha)).toMatchObject({
      version: sha.slice(0, 12),
      facts: { branch: 'main', commit: sha },
    });
    const none = source({ type: 'branch', from: 'github', repository: onGithub, branch: 'mai' });
    await expect(none.look(ctx)).rejects.toMatchObject({ type: 'not-found' });
  });

  test('a head lacks the checks that it must have passed, until it has', async () => {
    const sha = await head();
    const main = source({
      ...{ type: 'branch', from: 'github', repository: onGithub, branch: 'main' },
      ready: { checks: ['signing', 'smoke'] },
    });
    const lacks = () => main.lacks?.(ctx, 'main', sha);
    const status = (context: string, state: 'pending' | 'success' | 'failure') =>
      rest.repos.createCommitStatus({ ...inRepository, sha, context, state });
    await status('smoke', 'success');
    expect(await lacks()).toBe(`${sha.slice(0, 12)} lacks signing`);
    await status('signing', 'pending');
    expect(await lacks()).toBe(`${sha.slice(0, 12)} lacks signing`);
    await status('signing', 'failure');
    expect(await lacks()).toBe(`${sha.slice(0, 12)} lacks signing (it ended failure)`);
    await status('signing', 'success');
    expect(await lacks()).toBeUndefined();
    const usual = source({ type: 'branch', from: 'github', repository: onGithub, branch: 'main' });
    expect(await usual.lacks?.(ctx, 'main', sha)).toBeUndefined();
  });

  test('tags are seen with their commits, however many there are', async () => {
    const sha = await head();
    for (let patch = 0; patch < 102; patch++)
      await rest.git.createRef({ ...inRepository, ref: `refs/tags/t9.0.${patch}`, sha });
    const tags = source({ type: 'tag', from: 'github', repository: onGithub, match: 't9.*', prefix: 't' });
    const seen = await tags.look(ctx);
    expect([seen.size, seen.get('t9.0.101')]).toEqual([102, sha.slice(0, 12)]);
    expect(await tags.find(ctx, 't9.0.101', '')).toMatchObject({
      version: '9.0.101',
      because: 'the tag t9.0.101',
      facts: { commit: sha },
    });
  });
});
