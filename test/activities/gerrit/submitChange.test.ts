/** `gerrit.submitChange` over real git: proposed once, submitted with its votes, stopped by a no, and taken back. */
import { afterEach, expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import type { Reviewing } from '../../../src/practice/gerrit/index.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { project, proposed, startGerrit } from '../../support/gerrit.ts';
import type { StartedGerrit } from '../../support/gerrit.ts';
import { describeWithGit } from '../../support/real-parts.ts';

const step = steps.get('gerrit.submitChange') as Step;
const input = { project, commit: proposed, pollSeconds: 0.1 };

describeWithGit('gerrit.submitChange', () => {
  let world: StartedGerrit | undefined;
  afterEach(() => world?.started.stop());
  async function begin(reviewing: Reviewing = 'approve') {
    world = await startGerrit({ reviewing });
    const { clients, gerrit } = world;
    const run = (more: Record<string, Json> = {}) =>
      attempt(step, { ...input, ...more }, contextFor(clients));
    return { ...world, run, master: () => gerrit.refs(project)['refs/heads/master'] };
  }

  test('proposes the commit with a Change-Id, and submits it once it has both votes', async () => {
    const { run, master, gerrit } = await begin();
    const { output } = await run();
    expect(output).toMatchObject({
      number: 1,
      votes: ['Code-Review +2 by deployer', 'Verified +2 by jenkins-bot'],
    });
    expect(output).toMatchObject({
      commit: master(),
      url: expect.stringMatching(/\/c\/services\/clock\/deploy\/\+\/1$/),
    });
    expect(gerrit.changes()).toMatchObject([
      { status: 'MERGED', subject: 'Move on', changeId: expect.stringMatching(/^I[0-9a-f]{40}$/) },
    ]);
  });

  test('looks again for its change where Gerrit’s search is behind the push', async () => {
    const { clients, gerrit } = await begin();
    const { fetch } = clients.gerrit;
    let searches = 0;
    const behind: typeof fetch = async (path, init) => {
      const answer = await fetch(path, init);
      // Before the push, in its activity, and after it.
      return path.includes('?q=') && ++searches <= 3 ? new Response(")]}'\n[]") : answer;
    };
    const late = { git: clients.git, gerrit: { ...clients.gerrit, fetch: behind } };
    const { output, retried } = await attempt(step, input, contextFor(late));
    expect(retried.map(({ type }) => type)).toEqual(['unavailable']);
    expect(output).toMatchObject({ number: 1 });
    expect(gerrit.changes()).toMatchObject([{ status: 'MERGED', patchSet: 1 }]);
  });

  test('stops where a reviewer says no, and names who', async () => {
    const { run, master } = await begin('reject');
    const before = master();
    const failure = await failureOf(run());
    expect([failure.type, failure.nonRetryable]).toEqual(['refused', true]);
    expect(failure.message).toContain('voted down: Code-Review -2 by deployer');
    expect(master()).toBe(before);
  });

  test('does not merge what somebody else made of it', async () => {
    const { run, gerrit, clients } = await begin('nobody');
    const waiting = failureOf(run());
    while (gerrit.changes().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const [change] = gerrit.changes();
    const other = gerrit.commit(project, {
      message: 'Sneak in',
      branch: 'sandbox/next',
      files: { 'modules/sneaky': 'x' },
    });
    const { signal } = new AbortController();
    await clients.git.pushForReview(
      project,
      { commit: other, branch: 'master', changeId: change?.changeId ?? '' },
      { signal, key: 'somebody' },
    );
    expect((await waiting).message).toContain('another patch set');
  });

  test('says so when it was abandoned', async () => {
    const { run, gerrit, clients } = await begin('nobody');
    const waiting = failureOf(run());
    while (gerrit.changes().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await clients.gerrit.fetch('/changes/1/abandon', { method: 'POST' });
    expect((await waiting).message).toBe('Change 1 was abandoned.');
  });

  test('tells Gerrit’s own reason where the branch has moved on', async () => {
    const { run, gerrit } = await begin();
    gerrit.commit(project, { message: 'Meanwhile', branch: 'master', files: { other: 'x' } });
    const failure = await failureOf(run());
    expect([failure.type, failure.message]).toEqual(['conflict', expect.stringContaining('fast-forward')]);
  });

  test('is taken back by a revert that passes the same review; once', async () => {
    const { run, gerrit, started, clients } = await begin();
    const before = started.system.snapshot();
    const { known } = await run();
    expect(started.system.snapshot()).not.toEqual(before);
    expect(await undo(step, known, contextFor(clients))).toBe('Reverted change 1 by change 2.');
    expect(started.system.snapshot()).toEqual(before);
    expect(await undo(step, known, contextFor(clients))).toContain('reverted already');
    expect(gerrit.changes().map(({ status, revertOf }) => [status, revertOf])).toEqual([
      ['MERGED', null],
      ['MERGED', 1],
    ]);
  });

  test('keeps the credential out of what it says', async () => {
    const { run } = await begin();
    process.env['TEST_GERRIT_PASSWORD'] = 'wrong-password';
    const failure = await failureOf(run());
    expect(failure.type).toBe('permission-denied');
    expect(JSON.stringify([failure.message, failure.details])).not.toMatch(/wrong-password|Basic/);
  });
});
