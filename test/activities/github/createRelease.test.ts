/** github.createRelease against the practice GitHub. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createRelease } from '../../../src/activities/github/createRelease.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { clientOf, inRepository, repository, startGithub } from '../../support/github.ts';
import type { StartedGithub } from '../../support/github.ts';

const step = createRelease.definition;
const input = { repository, tag: 'v3.111', target: 'main', body: 'Gates.' };

let github: StartedGithub;
beforeEach(async () => void (github = await startGithub()));
afterEach(async () => {
  expect(github.watch.problems).toEqual([]);
  await github.stop();
});
const ctx = (key = 'key-1') => contextFor({ github: github.octokit }, { key });
const times = (effect: string) => github.effects().filter((one) => one === effect).length;

describe('creating a release', () => {
  test('publishes it on the target’s commit, and makes the tag', async () => {
    const { output } = await attempt(step, { ...input, generateNotes: true }, ctx());
    const { data } = await github.octokit.rest.repos.getReleaseByTag({ ...inRepository, tag: 'v3.111' });
    expect(output).toMatchObject({ id: data.id, tag: 'v3.111', created: true, url: data.html_url });
    expect(data.body).toContain('Gates.');
    expect(data.body).toContain('Full Changelog');
    const main = await github.octokit.rest.repos.getCommit({ ...inRepository, ref: 'main' });
    expect(output).toMatchObject({ sha: main.data.sha });
  });

  test('sends its key, and creates nothing twice when it runs again', async () => {
    const first = await attempt(step, input, ctx());
    const second = await attempt(step, input, ctx());
    expect(second.output).toEqual(first.output);
    expect(times('release.create')).toBe(1);
    expect(github.world.journal.entries()[0]).toMatchObject({ target: 'harbour/lock v3.111', key: 'key-1' });
  });

  test('finds its release again when the reply was lost', async () => {
    github.world.faults.add({ method: 'POST', kind: { type: 'drop-reply' } });
    const { output, retried } = await attempt(step, input, ctx());
    expect(retried).toMatchObject([{ type: 'unavailable' }]);
    expect(output).toMatchObject({ created: true });
    expect(times('release.create')).toBe(1);
  });

  test('takes a release of somebody else on the same commit for done', async () => {
    await attempt(step, input, ctx('other'));
    expect((await attempt(step, input, ctx())).output).toMatchObject({ created: false });
    expect(times('release.create')).toBe(1);
  });

  test('refuses a tag that stands on another commit, and names both', async () => {
    const failure = await failureOf(attempt(step, { ...input, tag: 'v3.110' }, ctx()));
    expect(failure).toMatchObject({ type: 'conflict', nonRetryable: true });
    expect(failure.message).toMatch(
      /v3\.110 of harbour\/lock stands on [0-9a-f]{10}, but main is [0-9a-f]{10}/,
    );
    expect(times('release.create')).toBe(0);
  });

  test('refuses a target that does not exist', async () => {
    const failure = await failureOf(attempt(step, { ...input, target: 'nowhere' }, ctx()));
    expect(failure).toMatchObject({ type: 'not-found', nonRetryable: true });
  });

  test('names the permission that a reading credential lacks', async () => {
    const reader = contextFor({ github: clientOf(github.url, 'reader') });
    const failure = await failureOf(attempt(step, input, reader));
    expect(failure).toMatchObject({ type: 'permission-denied', nonRetryable: true });
    expect(failure.message).toContain('contents=write');
  });

  test.each(['../x', 'v1..2', 'a b', 'v1^', ''])('refuses the tag %j before anything is asked', (tag) => {
    expect(step.input.safeParse({ ...input, tag }).success).toBe(false);
  });
});

describe('rate limits', () => {
  test('pass on how long GitHub asks to wait', async () => {
    github.world.faults.add({ kind: { type: 'rate-limit', retryAfterSeconds: 7 } });
    const failure = await failureOf(attempt(step, input, ctx()));
    expect(failure).toMatchObject({ type: 'rate-limited', nonRetryable: false, nextRetryDelay: 7000 });
  });

  test('of the hour last until it is over', async () => {
    github.system.meddle((draft) => void (draft.rateLimit = 0));
    const failure = await failureOf(attempt(step, input, ctx()));
    expect(failure).toMatchObject({ type: 'rate-limited', nonRetryable: false });
    expect(Number(failure.nextRetryDelay)).toBeGreaterThanOrEqual(1000);
    expect(Number(failure.nextRetryDelay)).toBeLessThanOrEqual(37_000);
  });
});

describe('undo', () => {
  test('deletes the release and the tag it made, and leaves no trace', async () => {
    const before = github.system.snapshot();
    const { known } = await attempt(step, input, ctx());
    expect(await undo(step, known, ctx())).toBe('Deleted the release v3.111 of harbour/lock and its tag.');
    expect(github.system.snapshot()).toEqual(before);
  });

  test('done twice changes nothing more', async () => {
    const { known } = await attempt(step, input, ctx());
    await undo(step, known, ctx());
    await undo(step, known, ctx());
    expect([times('release.delete'), times('ref.delete')]).toEqual([1, 1]);
  });

  test('works if the worker died before it learnt of the release', async () => {
    const before = github.system.snapshot();
    const { known } = await attempt(step, input, ctx());
    await undo(step, { input: known.input, before: known.before }, ctx());
    expect(github.system.snapshot()).toEqual(before);
  });

  test('is harmless if nothing happened', async () => {
    const known = { input: step.input.parse(input), before: { sha: 'a'.repeat(40), tagExisted: false } };
    expect(await undo(step, known, ctx())).toBe('There is no release v3.111 of harbour/lock.');
  });

  test('leaves a release that somebody else made', async () => {
    await attempt(step, input, ctx('other'));
    const { known } = await attempt(step, input, ctx());
    expect(await undo(step, { ...known, before: { sha: '', tagExisted: true } }, ctx())).toMatch(
      /^Left the release/,
    );
    expect(times('release.delete')).toBe(0);
  });

  test('keeps a tag that was there before', async () => {
    const { git, repos } = github.octokit.rest;
    const { sha } = (await repos.getCommit({ ...inRepository, ref: 'main' })).data;
    await git.createRef({ ...inRepository, ref: 'refs/tags/v3.111', sha });
    const { known } = await attempt(step, input, ctx());
    expect(await undo(step, known, ctx())).toMatch(/its tag was there before and stays/);
    expect((await git.getRef({ ...inRepository, ref: 'tags/v3.111' })).data.object.sha).toBe(sha);
  });
});
