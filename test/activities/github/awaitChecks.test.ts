/** github.awaitChecks against the practice GitHub. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { awaitChecks } from '../../../src/activities/github/awaitChecks.ts';
import { createRelease } from '../../../src/activities/github/createRelease.ts';
import { attempt, contextFor, failureOf } from '../../support/attempt.ts';
import { eventually } from '../../support/eventually.ts';
import { inRepository, repository, startGithub } from '../../support/github.ts';
import type { StartedGithub } from '../../support/github.ts';

const step = awaitChecks.definition;
const input = { repository, ref: 'v3.111', pollSeconds: 1 };

let github: StartedGithub;
beforeEach(async () => void (github = await startGithub()));
afterEach(async () => {
  expect(github.watch.problems).toEqual([]);
  await github.stop();
});
const ctx = (signal?: AbortSignal) =>
  contextFor({ github: github.octokit }, signal === undefined ? {} : { signal });
const release = () => attempt(createRelease.definition, { repository, tag: 'v3.111', target: 'main' }, ctx());
const status = async (state: 'pending' | 'success' | 'failure') => {
  const { sha } = (await github.octokit.rest.repos.getCommit({ ...inRepository, ref: 'main' })).data;
  await github.octokit.rest.repos.createCommitStatus({
    ...inRepository,
    sha,
    state,
    context: 'signing',
    target_url: 'https://ci.example.invalid/signing',
  });
};

describe('waiting for checks', () => {
  test('ends when all that a release began have passed', async () => {
    await release();
    const { output } = await attempt(step, { ...input, minimum: 2 }, ctx());
    expect(output).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({ name: 'build-image', conclusion: 'success' }),
        expect.objectContaining({ name: 'push-image', conclusion: 'success' }),
      ]),
    });
  });

  test('goes on until each named check has appeared, and says what it waits for', async () => {
    await release();
    const waiting = ctx();
    const done = attempt(step, { ...input, checks: ['push-image', 'signing'] }, waiting);
    // Nothing ends it before somebody signs: it looks, and says so.
    await eventually(
      async () => JSON.stringify(waiting.beats),
      (beats) => beats.includes('push-image') && beats.includes('signing'),
    );
    await status('success');
    const { output } = await done;
    expect(output).toMatchObject({ checks: [{ name: 'push-image' }, { name: 'signing' }] });
  });

  test('counts commit statuses as checks', async () => {
    await release();
    await status('failure');
    const failure = await failureOf(attempt(step, { ...input, checks: ['signing'] }, ctx()));
    expect(failure).toMatchObject({ type: 'failed', nonRetryable: true });
    expect(failure.details).toMatchObject([{ link: 'https://ci.example.invalid/signing' }]);
  });

  test('ends at once with the link of a check that failed', async () => {
    github.system.failNext('build-image', 1);
    await release();
    const failure = await failureOf(attempt(step, input, ctx()));
    expect(failure).toMatchObject({ type: 'failed', nonRetryable: true });
    expect(failure.message).toContain('build-image: failure (http://127.0.0.1');
    expect(failure.message).not.toContain('push-image');
  });

  test('ignores failures of checks that nobody asked for', async () => {
    github.system.failNext('build-image', 1);
    await release();
    const { output } = await attempt(step, { ...input, checks: ['push-image'] }, ctx());
    expect(output).toMatchObject({ checks: [{ name: 'push-image' }] });
  });

  test('asks with ETags, so that looks without news cost nothing of the limit', async () => {
    await status('pending');
    const stop = new AbortController();
    const waiting = ctx(stop.signal);
    const done = attempt(step, { ...input, ref: 'main' }, waiting);
    while (waiting.beats.length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort(new Error('enough'));
    await expect(done).rejects.toThrow('enough');
    expect([...github.watch.seen]).toContain('GET /repos/{owner}/{repo}/commits/{ref}/status 304');
  });

  test('passes the rate limit on to whoever owns the retries', async () => {
    await release();
    github.world.faults.add({ path: 'check-runs', kind: { type: 'rate-limit', retryAfterSeconds: 3 } });
    const failure = await failureOf(attempt(step, input, ctx()));
    expect(failure).toMatchObject({ type: 'rate-limited', nonRetryable: false, nextRetryDelay: 3000 });
  });

  test('survives a server that errs for a moment as a retry of the whole wait', async () => {
    await release();
    github.world.faults.add({ path: 'check-runs', kind: { type: 'refuse' } });
    expect(await failureOf(attempt(step, input, ctx()))).toMatchObject({
      type: 'unavailable',
      nonRetryable: false,
    });
    await attempt(step, input, ctx());
  });
});
