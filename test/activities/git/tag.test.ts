/** `git.tag` against a real git server: permanent tags stay, those that follow move. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { describeWithGit, gitAlone, repository, shas } from '../../support/real-parts.ts';
import type { RealParts } from '../../support/real-parts.ts';

const step = steps.get('git.tag') as Step;

describeWithGit('git.tag', () => {
  let parts: RealParts;
  beforeEach(async () => {
    parts = await gitAlone();
  });
  afterEach(() => parts.stop());
  const at = (tag: string) => parts.git.refs(repository)[`refs/tags/${tag}`];
  const run = (more: Record<string, Json>) =>
    attempt(step, { repository, commit: shas.second, ...more }, contextFor(parts.clients));

  test('sets a tag that was not there; undone, it is gone', async () => {
    const { output, known } = await run({ tag: 'v2' });
    expect([output, at('v2')]).toEqual([{ commit: shas.second, previous: null }, shas.second]);
    await undo(step, known, contextFor(parts.clients));
    expect(at('v2')).toBeUndefined();
  });

  test('leaves a tag where it is that stands on another commit', async () => {
    const failure = await failureOf(run({ tag: 'v1' }));
    expect([failure.type, at('v1')]).toEqual(['conflict', shas.first]);
  });

  test('moves it where the plan says so; undone, it is back', async () => {
    const { output, known } = await run({ tag: 'v1', elsewhere: 'move' });
    expect([output, at('v1')]).toEqual([{ commit: shas.second, previous: shas.first }, shas.second]);
    await undo(step, known, contextFor(parts.clients));
    expect(at('v1')).toBe(shas.first);
  });

  test('tells, of a tag that is there already on this commit, nothing new', async () => {
    expect((await run({ tag: 'v1', commit: shas.first })).output).toEqual({
      commit: shas.first,
      previous: shas.first,
    });
    expect(parts.world.journal.entries()).toEqual([]);
  });
});
