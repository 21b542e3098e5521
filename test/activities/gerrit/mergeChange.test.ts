/** `gerrit.mergeChange` over real git: exactly what was reviewed, with votes that still stand, and taken back once. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { changeIdOf } from '../../../src/activities/gerrit/change-id.ts';
import { steps } from '../../../src/activities/registry.ts';
import type { Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { project, proposed, review, reviewed, reviewKey, startGerrit } from '../../support/gerrit.ts';
import type { StartedGerrit } from '../../support/gerrit.ts';
import { describeWithGit } from '../../support/real-parts.ts';

const step = steps.get('gerrit.mergeChange') as Step;
const reviewStep = steps.get('gerrit.reviewChange') as Step;
const input = { project, number: 1, commit: reviewed, pollSeconds: 0.1 };

describeWithGit('gerrit.mergeChange', () => {
  let world: StartedGerrit;
  beforeEach(async () => {
    world = await startGerrit();
  });
  afterEach(() => world.started.stop());
  const run = () => attempt(step, input, contextFor(world.clients));
  const master = () => world.refs()['refs/heads/master'];
  const push = async (commit: string, changeId = world.gerrit.changes()[0]?.changeId ?? '') =>
    world.clients.git.pushForReview(
      project,
      { commit, branch: 'master', changeId },
      { signal: new AbortController().signal, key: 'somebody' },
    );

  test('merges what was reviewed, and says by whom', async () => {
    await review(world);
    const { output } = await run();
    expect(output).toMatchObject({
      commit: master(),
      votes: ['Code-Review +2 by deployer', 'Verified +2 by jenkins-bot'],
    });
    expect(master()).toBe(reviewed);
  });

  test('does not merge another patch set', async () => {
    await review(world);
    await push(
      world.gerrit.commit(project, { message: 'Sneak in', branch: 'sandbox/next', files: { x: 'x' } }),
    );
    const failure = await failureOf(run());
    expect([failure.type, failure.message]).toEqual([
      'conflict',
      expect.stringContaining('another patch set'),
    ]);
  });

  test('does not merge what has lost its votes', async () => {
    await world.started.stop();
    world = await startGerrit({ reviewing: 'nobody' });
    await push(proposed, changeIdOf(reviewKey));
    const failure = await failureOf(run());
    expect([failure.type, failure.message]).toEqual([
      'refused',
      'Change 1 had its votes, and lacks Code-Review+2 and Verified+2 now.',
    ]);
    expect(failure.details).toMatchObject([{ link: expect.stringMatching(/\+\/1$/) }]);
  });

  test('says that Gerrit itself does not let it be merged, where the votes asked for are there', async () => {
    await world.started.stop();
    world = await startGerrit({ reviewing: 'nobody' });
    await push(proposed, changeIdOf(reviewKey));
    const failure = await failureOf(attempt(step, { ...input, labels: {} }, contextFor(world.clients)));
    expect([failure.type, failure.message]).toEqual([
      'refused',
      'Change 1 has its votes, and Gerrit does not let it be submitted.',
    ]);
  });

  test('is reverted by a change that passes the same review; the review has nothing more to take back', async () => {
    const before = world.started.system.snapshot();
    const inReview = await review(world);
    const { known } = await run();
    expect(await undo(step, known, contextFor(world.clients))).toBe('Reverted change 1 by change 2.');
    expect(await undo(step, known, contextFor(world.clients))).toContain('reverted already');
    const reviewing = contextFor(world.clients, { key: reviewKey });
    expect(await undo(reviewStep, inReview.known, reviewing)).toContain('reverted already');
    expect(world.started.system.snapshot()).toEqual(before);
    const failure = await failureOf(run());
    expect(failure.message).toBe('Change 1 was merged and taken back already.');
  });
});
