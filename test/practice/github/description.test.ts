/** The watch on GitHub's description itself: it must be able to find fault. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { inRepository, repository, startGithub } from '../../support/github.ts';
import type { StartedGithub } from '../../support/github.ts';

let github: StartedGithub;
beforeEach(async () => void (github = await startGithub()));
afterEach(() => github.stop());

test('an answer that GitHub would not give is noticed', async () => {
  github.system.meddle((draft) => {
    for (const release of draft.repositories[repository]?.releases ?? [])
      Object.assign(release, { id: 'one' });
  });
  await github.octokit.rest.repos.getLatestRelease(inRepository);
  expect(github.watch.problems).toEqual([
    'GET /repos/{owner}/{repo}/releases/latest 200/id: must be integer',
  ]);
});

test('a request that GitHub does not describe is noticed', async () => {
  await github.octokit.request('GET /repos/{owner}/{repo}/moorings', inRepository).catch(() => undefined);
  const releases: string = 'POST /repos/{owner}/{repo}/releases';
  const wrong = { ...inRepository, tag_name: 'v3.111', draft: 'yes' };
  await github.octokit.request(releases, wrong).catch(() => undefined);
  expect(github.watch.problems).toEqual([
    'GET /repos/{owner}/{repo}/moorings: no such operation',
    'POST /repos/{owner}/{repo}/releases body/draft: must be boolean',
  ]);
});
