/** github.bumpVersion against the practice GitHub. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { bumpVersion } from '../../../src/activities/github/bumpVersion.ts';
import { isEffect } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { inRepository, repository, startGithub } from '../../support/github.ts';
import type { StartedGithub } from '../../support/github.ts';

const step = bumpVersion.definition;
const input = {
  repository,
  file: 'version.txt',
  pattern: '^(\\d+\\.\\d+)$',
  version: '3.112',
  pollSeconds: 1,
};
const byPull = { ...input, via: { type: 'pull-request' } };

let github: StartedGithub;
beforeEach(async () => void (github = await startGithub()));
afterEach(async () => {
  expect(github.watch.problems).toEqual([]);
  expect(github.world.journal.duplicates()).toEqual([]);
  await github.stop();
});
const ctx = (key = 'key-1') => contextFor({ github: github.octokit }, { key });
const times = (effect: string) => github.effects().filter((one) => one === effect).length;

async function read(): Promise<{ text: string; sha: string }> {
  const { data } = await github.octokit.rest.repos.getContent({ ...inRepository, path: 'version.txt' });
  const { content, sha } = data as { content: string; sha: string };
  return { text: Buffer.from(content, 'base64').toString(), sha };
}
async function write(text: string): Promise<void> {
  await github.octokit.rest.repos.createOrUpdateFileContents({
    ...inRepository,
    path: 'version.txt',
    message: 'By hand',
    content: Buffer.from(text).toString('base64'),
    sha: (await read()).sha,
  });
}
const lastMessage = async () =>
  (await github.octokit.rest.repos.listCommits({ ...inRepository, path: 'version.txt' })).data[0]?.commit
    .message;

describe('by a commit', () => {
  test('changes the version alone, and signs with its key', async () => {
    const { output } = await attempt(step, input, ctx());
    expect(output).toMatchObject({ previous: '3.110', version: '3.112' });
    expect((await read()).text).toBe('3.112\n');
    expect(await lastMessage()).toBe('Bump version to 3.112\n\nSlipway-Key: key-1');
  });

  test('happens once, even if the reply was lost', async () => {
    github.world.faults.add({ method: 'PUT', kind: { type: 'drop-reply' } });
    const { output } = await attempt(step, input, ctx());
    const again = await attempt(step, input, ctx());
    expect(times('contents.put')).toBe(1);
    expect(output).toMatchObject({ previous: '3.110', sha: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect(again.output).toMatchObject({ version: '3.112' });
  });

  test('tries again when somebody wrote the file in between', async () => {
    if (!isEffect(step)) throw new Error('an effect');
    github.world.faults.add({ method: 'PUT', kind: { type: 'status', status: 409 } });
    const { retried } = await attempt(step, input, ctx());
    expect(retried).toMatchObject([{ type: 'conflict' }]);
    expect((await read()).text).toBe('3.112\n');
  });

  test.each([
    ['matches nothing', '^version=(.*)$'],
    ['matches twice', '(\\d)'],
  ])('refuses a pattern that %s', async (_, pattern) => {
    const failure = await failureOf(attempt(step, { ...input, pattern }, ctx()));
    expect(failure).toMatchObject({ type: 'input-invalid', nonRetryable: true });
    expect(times('contents.put')).toBe(0);
  });

  test.each(['(', 'none', '(a)(b)'])('refuses the pattern %j before anything is asked', (pattern) => {
    expect(step.input.safeParse({ ...input, pattern }).success).toBe(false);
  });

  test('undone, the file is as it was', async () => {
    const before = github.system.snapshot();
    const { known } = await attempt(step, input, ctx());
    expect(await undo(step, known, ctx())).toMatch(/back to 3\.110\.$/);
    expect(github.system.snapshot()).toEqual(before);
    expect(await undo(step, known, ctx())).toMatch(/nothing to put back/);
    expect(times('contents.put')).toBe(2);
  });

  test('undone after somebody bumped further asks a person', async () => {
    const { known } = await attempt(step, input, ctx());
    await write('3.113\n');
    const failure = await failureOf(undo(step, known, ctx()));
    expect(failure).toMatchObject({ type: 'undo-failed', nonRetryable: true });
    expect((await read()).text).toBe('3.113\n');
  });
});

describe('by a pull request', () => {
  test('is merged when its checks are green, and its branch is gone', async () => {
    const { output } = await attempt(step, byPull, ctx());
    expect(output).toMatchObject({ previous: '3.110', url: expect.stringContaining('/pull/1') });
    expect((await read()).text).toBe('3.112\n');
    expect(github.system.snapshot()).toMatchObject({
      repositories: { [repository]: { branches: ['main'], openPulls: [] } },
    });
  });

  test.each(['git/refs', 'contents', 'pulls'])('is opened once if the reply of %s was lost', async (path) => {
    const method = path === 'contents' ? 'PUT' : 'POST';
    github.world.faults.add({ method, path, kind: { type: 'drop-reply' } });
    await attempt(step, byPull, ctx());
    expect([times('ref.create'), times('contents.put'), times('pull.create')]).toEqual([1, 1, 1]);
    expect((await read()).text).toBe('3.112\n');
  });

  test('whose check fails is not merged, and undo closes it', async () => {
    const before = github.system.snapshot();
    github.system.failNext('unit', 1);
    const failure = await failureOf(attempt(step, byPull, ctx()));
    expect(failure).toMatchObject({ type: 'failed', nonRetryable: true });
    expect(failure.message).toContain('unit failed on the pull request #1');
    const known = { input: step.input.parse(byPull), before: { previous: '3.110', branch: 'main' } };
    expect(await undo(step, known, ctx())).toMatch(/^Closed the pull request/);
    expect(github.system.snapshot()).toEqual(before);
  });

  test('undone is put back by another', async () => {
    const before = github.system.snapshot();
    const { known } = await attempt(step, byPull, ctx());
    expect(await undo(step, known, ctx())).toMatch(/back to 3\.110: http.*\/pull\/2$/);
    expect(github.system.snapshot()).toEqual(before);
  });
});
