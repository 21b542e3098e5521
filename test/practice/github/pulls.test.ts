/** The practice GitHub's pull requests, asked by an unmodified octokit. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { inRepository, startGithub } from '../../support/github.ts';
import type { StartedGithub } from '../../support/github.ts';

let github: StartedGithub;
beforeEach(async () => {
  github = await startGithub();
  const { git, repos } = github.octokit.rest;
  const { sha } = (await repos.getCommit({ ...inRepository, ref: 'main' })).data;
  await git.createRef({ ...inRepository, ref: 'refs/heads/docs', sha });
  const content = Buffer.from('Docs\n').toString('base64');
  await repos.createOrUpdateFileContents({
    ...inRepository,
    path: 'docs.md',
    message: 'Docs',
    content,
    branch: 'docs',
  });
});
afterEach(async () => {
  expect(github.watch.problems).toEqual([]);
  await github.stop();
});
const open = () =>
  github.octokit.rest.pulls.create({ ...inRepository, title: 'Docs', head: 'docs', base: 'main' });

test('a pull request is opened once for a branch, with checks on its head', async () => {
  const { data } = await open();
  expect(data).toMatchObject({ number: 1, state: 'open', changed_files: 1, additions: 1 });
  await expect(open()).rejects.toMatchObject({ status: 422 });
  const { data: checks } = await github.octokit.rest.checks.listForRef({
    ...inRepository,
    ref: data.head.sha,
  });
  expect(checks.check_runs.map(({ name }) => name)).toEqual(['unit']);
  const { data: found } = await github.octokit.rest.pulls.list({ ...inRepository, head: 'harbour:docs' });
  expect(found).toHaveLength(1);
});

test('a merge takes over what changed, and is refused for another head or when it is closed', async () => {
  const { pulls, repos } = github.octokit.rest;
  const pull = { ...inRepository, pull_number: (await open()).data.number };
  await expect(pulls.merge({ ...pull, sha: 'a'.repeat(40) })).rejects.toMatchObject({ status: 409 });
  const { data } = await pulls.merge(pull);
  expect((await pulls.get(pull)).data).toMatchObject({ merged: true, merge_commit_sha: data.sha });
  expect((await repos.getContent({ ...inRepository, path: 'docs.md' })).status).toBe(200);
  await expect(pulls.merge(pull)).rejects.toMatchObject({ status: 405 });
});

test('a commit names the pull request that brought it, and no other', async () => {
  const { pulls, repos } = github.octokit.rest;
  const { data: opened } = await open();
  const { data: merged } = await pulls.merge({ ...inRepository, pull_number: opened.number });
  const broughtBy = async (commit_sha: string) =>
    (await repos.listPullRequestsAssociatedWithCommit({ ...inRepository, commit_sha })).data;
  for (const sha of [merged.sha, opened.head.sha])
    expect(await broughtBy(sha)).toMatchObject([{ number: opened.number, title: 'Docs' }]);
  expect(await broughtBy(opened.base.sha)).toEqual([]);
});

test('a closed pull request leaves the base as it was', async () => {
  const { pulls, repos } = github.octokit.rest;
  const { number } = (await open()).data;
  await pulls.update({ ...inRepository, pull_number: number, state: 'closed' });
  expect((await pulls.list(inRepository)).data).toEqual([]);
  await expect(repos.getContent({ ...inRepository, path: 'docs.md' })).rejects.toMatchObject({ status: 404 });
});
