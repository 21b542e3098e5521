/** The practice GitHub's releases and the checks they begin, asked by an unmodified octokit. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { inRepository, repository, startGithub } from '../../support/github.ts';
import type { StartedGithub } from '../../support/github.ts';

let github: StartedGithub;
beforeEach(async () => void (github = await startGithub()));
afterEach(async () => {
  expect(github.watch.problems).toEqual([]);
  await github.stop();
});
const create = (more: object = {}) =>
  github.octokit.rest.repos.createRelease({ ...inRepository, tag_name: 'v3.111', ...more });
const checks = async () =>
  (await github.octokit.rest.checks.listForRef({ ...inRepository, ref: 'tags/v3.111' })).data.check_runs;

describe('a release', () => {
  test('makes its tag, is the latest, and is found by tag and id', async () => {
    const { data } = await create({ name: 'Gates', body: 'Notes' });
    const { repos, git } = github.octokit.rest;
    await git.getRef({ ...inRepository, ref: 'tags/v3.111' });
    expect((await repos.getLatestRelease(inRepository)).data.id).toBe(data.id);
    expect((await repos.getRelease({ ...inRepository, release_id: data.id })).data.body).toBe('Notes');
    expect((await repos.listReleases(inRepository)).data.map(({ tag_name }) => tag_name)).toEqual([
      'v3.111',
      'v3.110',
    ]);
  });

  test('has a page for people, at its link, that trusts nothing it shows', async () => {
    const { data } = await create({ name: '<b>', body: '<script>' });
    const page = await fetch(data.html_url);
    const text = await page.text();
    expect(page.status).toBe(200);
    expect(text).toContain('<h1>harbour/lock: Release v3.111</h1>');
    expect(text).not.toContain('<script>');
    expect((await fetch(`${data.html_url}0`)).status).toBe(404);
  });

  test('of a tag that has one already is refused', async () => {
    await expect(create({ tag_name: 'v3.110' })).rejects.toMatchObject({ status: 422 });
    await expect(create({ target_commitish: 'nowhere' })).rejects.toMatchObject({ status: 422 });
  });

  test('as a draft has no tag and no checks until it is published', async () => {
    const { data } = await create({ draft: true });
    const { repos, git } = github.octokit.rest;
    await expect(repos.getReleaseByTag({ ...inRepository, tag: 'v3.111' })).rejects.toMatchObject({
      status: 404,
    });
    await expect(git.getRef({ ...inRepository, ref: 'tags/v3.111' })).rejects.toMatchObject({ status: 404 });
    await repos.updateRelease({ ...inRepository, release_id: data.id, draft: false });
    expect(await checks()).toHaveLength(2);
  });

  test('becomes a draft when its tag is deleted', async () => {
    const { data } = await create();
    const { repos, git } = github.octokit.rest;
    await git.deleteRef({ ...inRepository, ref: 'tags/v3.111' });
    expect((await repos.getRelease({ ...inRepository, release_id: data.id })).data.draft).toBe(true);
  });
});

describe('the checks of a release', () => {
  test('are queued, in progress, then completed', async () => {
    // Slow enough to be seen while they are queued.
    await github.stop();
    github = await startGithub({ pace: 0.1 });
    await create();
    expect((await checks()).map(({ status }) => status)).toEqual(['queued', 'queued']);
    await eventually(checks, (all) => all.some(({ status }) => status === 'in_progress'));
    const all = await eventually(checks, (now) => now.every(({ status }) => status === 'completed'));
    expect(all.map(({ conclusion }) => conclusion)).toEqual(['success', 'success']);
  });

  test('fail as often as they are told to', async () => {
    github.system.failNext('build-image', 1);
    await create();
    const all = await eventually(checks, (now) => now.every(({ status }) => status === 'completed'));
    expect(Object.fromEntries(all.map(({ name, conclusion }) => [name, conclusion]))).toEqual({
      'build-image': 'failure',
      'push-image': 'success',
    });
  });
});

test('commit statuses combine: the newest of each context counts', async () => {
  const { repos } = github.octokit.rest;
  const { sha } = (await repos.getCommit({ ...inRepository, ref: 'main' })).data;
  const combined = async () =>
    (await repos.getCombinedStatusForRef({ ...inRepository, ref: sha })).data.state;
  expect(await combined()).toBe('pending');
  await repos.createCommitStatus({ ...inRepository, sha, state: 'failure', context: 'a' });
  expect(await combined()).toBe('failure');
  await repos.createCommitStatus({ ...inRepository, sha, state: 'success', context: 'a' });
  expect(await combined()).toBe('success');
});

test('the snapshot tells releases, tags, files and deployments, and no times', async () => {
  const before = github.system.snapshot();
  expect(before).toMatchObject({
    deployments: { 'lock-ui/stage': 'v3.110' },
    repositories: {
      [repository]: { releases: [{ tag: 'v3.110' }], files: { 'version.txt': expect.anything() } },
    },
  });
  const { data } = await create();
  expect(github.system.snapshot()).not.toEqual(before);
  const { repos, git } = github.octokit.rest;
  await repos.deleteRelease({ ...inRepository, release_id: data.id });
  await git.deleteRef({ ...inRepository, ref: 'tags/v3.111' });
  expect(github.system.snapshot()).toEqual(before);
});
