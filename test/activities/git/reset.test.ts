/** `git.reset` against a real git server: a force with lease, and never a surprise. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { describeWithGit, gitAlone, repository, shas } from '../../support/real-parts.ts';
import type { RealParts } from '../../support/real-parts.ts';

const step = steps.get('git.reset') as Step;
const input = { repository, branch: 'main', commit: shas.first, from: shas.second };

describeWithGit('git.reset', () => {
  let parts: RealParts;
  beforeEach(async () => {
    parts = await gitAlone();
  });
  afterEach(() => parts.stop());
  const at = () => parts.git.refs(repository)['refs/heads/main'];

  test('moves the branch back, and undone, on again', async () => {
    const { output, known } = await attempt(step, input, contextFor(parts.clients));
    expect([output, at()]).toEqual([{ commit: shas.first, previous: shas.second }, shas.first]);
    await undo(step, known, contextFor(parts.clients));
    expect(at()).toBe(shas.second);
  });

  test('forces nothing where the branch is not where the plan saw it', async () => {
    const moved = parts.git.commit(repository, { message: 'More', branch: 'main', files: { more: 'more' } });
    const failure = await failureOf(attempt(step, input, contextFor(parts.clients)));
    expect([failure.type, at()]).toEqual(['conflict', moved]);
  });

  test('loses against whoever pushes between its look and its act: the lease holds', async () => {
    const ctx = contextFor(parts.clients);
    const moved = parts.git.commit(repository, { message: 'More', branch: 'main', files: { more: 'more' } });
    const act = step.act?.(step.input.parse(input), ctx, { previous: shas.second });
    const failure = await failureOf(Promise.resolve(act));
    expect([failure.type, failure.nonRetryable, at()]).toEqual(['conflict', false, moved]);
  });

  test('says so where the server’s rules forbid it', async () => {
    await parts.stop();
    parts = await gitAlone({ gitConfig: { 'receive.denyNonFastForwards': 'true' } });
    expect(await failureOf(attempt(step, input, contextFor(parts.clients)))).toMatchObject({
      type: 'refused',
    });
    expect(at()).toBe(shas.second);
  });
});
