/** The practice GitHub's repositories, refs, files and comparisons, asked by an unmodified octokit. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clientOf, inRepository, startGithub } from '../../support/github.ts';
import type { StartedGithub } from '../../support/github.ts';

let github: StartedGithub;
beforeAll(async () => void (github = await startGithub()));
afterAll(() => github.stop());

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a repository', () => {
  test('says its default branch, its branches and its tags', async () => {
    const { repos } = github.octokit.rest;
    expect((await repos.get(inRepository)).data.default_branch).toBe('main');
    expect((await repos.getBranch({ ...inRepository, branch: 'main' })).data.commit.commit.message).toBe(
      'Add a gate',
    );
    expect((await repos.listBranches(inRepository)).data.map(({ name }) => name)).toEqual(['main']);
    expect((await repos.listTags(inRepository)).data.map(({ name }) => name)).toEqual(['v3.110']);
  });

  test('shows a branch’s classic protection, to who may read it', async () => {
    const { repos } = github.octokit.rest;
    const { data } = await repos.getBranchProtection({ ...inRepository, branch: 'main' });
    expect(data).toMatchObject({
      allow_force_pushes: { enabled: false },
      allow_deletions: { enabled: true },
      enforce_admins: { enabled: true },
      required_pull_request_reviews: { required_approving_review_count: 1 },
    });
    await expect(repos.getBranchProtection({ ...inRepository, branch: 'other' })).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('Branch not protected'),
    });
    const reader = clientOf(github.url, 'reader').rest.repos;
    await expect(reader.getBranchProtection({ ...inRepository, branch: 'main' })).rejects.toMatchObject({
      status: 403,
    });
  });

  test('compares two refs by the files that changed', async () => {
    const { data } = await github.octokit.rest.repos.compareCommitsWithBasehead({
      ...inRepository,
      basehead: 'v3.110...main',
    });
    expect(data).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0 });
    expect(data.files).toMatchObject([
      { filename: 'src/gate.py', status: 'added', patch: '@@ -0,0 +1,1 @@\n+gate = 1' },
    ]);
  });

  test('writes a file only for who has seen the present one', async () => {
    const { repos } = github.octokit.rest;
    const file = { ...inRepository, path: 'version.txt', message: 'Bump', content: base64('3.111\n') };
    await expect(repos.createOrUpdateFileContents(file)).rejects.toMatchObject({ status: 422 });
    await expect(repos.createOrUpdateFileContents({ ...file, sha: 'a'.repeat(40) })).rejects.toMatchObject({
      status: 409,
    });
    const seen = await repos.getContent({ ...inRepository, path: 'version.txt' });
    const { sha } = seen.data as { sha: string };
    const { data } = await repos.createOrUpdateFileContents({
      ...file,
      sha,
      headers: { 'idempotency-key': 'k1' },
    });
    expect(data.commit.message).toBe('Bump');
    expect(github.world.journal.entries()).toContainEqual(
      expect.objectContaining({ effect: 'contents.put', target: 'harbour/lock main:version.txt', key: 'k1' }),
    );
    const commits = await repos.listCommits({ ...inRepository, path: 'version.txt' });
    expect(commits.data.map(({ commit }) => commit.message)).toEqual(['Bump', 'Begin']);
  });

  test('lists directories and reads nested files', async () => {
    const { repos } = github.octokit.rest;
    const { data } = await repos.getContent({ ...inRepository, path: 'src' });
    expect(data).toMatchObject([{ type: 'file', path: 'src/gate.py' }]);
    expect((await repos.getContent({ ...inRepository, path: 'src/gate.py' })).data).toMatchObject({
      type: 'file',
    });
  });

  test('makes, shows and deletes refs', async () => {
    const { git, repos } = github.octokit.rest;
    const { sha } = (await repos.getCommit({ ...inRepository, ref: 'main' })).data;
    await git.createRef({ ...inRepository, ref: 'refs/heads/try', sha });
    await expect(git.createRef({ ...inRepository, ref: 'refs/heads/try', sha })).rejects.toMatchObject({
      status: 422,
    });
    expect((await git.getRef({ ...inRepository, ref: 'heads/try' })).data.object.sha).toBe(sha);
    await git.deleteRef({ ...inRepository, ref: 'heads/try' });
    await expect(git.getRef({ ...inRepository, ref: 'heads/try' })).rejects.toMatchObject({ status: 404 });
  });

  test('answers 401 without a token, and 403 when a reading token writes', async () => {
    await expect(clientOf(github.url, '').rest.repos.get(inRepository)).rejects.toMatchObject({
      status: 401,
    });
    const reader = clientOf(github.url, 'reader').rest;
    expect((await reader.users.getAuthenticated()).data.login).toBe('practice');
    await expect(reader.repos.createRelease({ ...inRepository, tag_name: 'v9.9' })).rejects.toMatchObject({
      status: 403,
    });
    await github.octokit.rest.users.getAuthenticated();
  });
});

describe('an unchanged answer', () => {
  test('is a 304 that costs nothing of the rate limit', async () => {
    const remaining = async () => (await github.octokit.rest.rateLimit.get()).data.rate.remaining;
    const first = await github.octokit.rest.repos.get(inRepository);
    const before = await remaining();
    const etag = first.headers.etag ?? '';
    await expect(
      github.octokit.rest.repos.get({ ...inRepository, headers: { 'if-none-match': etag } }),
    ).rejects.toMatchObject({ status: 304 });
    expect(await remaining()).toBe(before);
    await github.octokit.rest.repos.get(inRepository);
    expect(await remaining()).toBe(before - 1);
  });
});

test('every exchange above is as GitHub describes it', () => {
  expect(github.watch.problems).toEqual([]);
  expect(github.watch.seen.size).toBeGreaterThan(15);
});
