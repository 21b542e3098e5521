/** `git.fastForward` against a real git server: on, never back, never aside. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { describeWithGit, gitAlone, repository, shas } from '../../support/real-parts.ts';
import type { RealParts } from '../../support/real-parts.ts';

const step = steps.get('git.fastForward') as Step;
const input = { repository, branch: 'release', commit: shas.second, from: shas.first };

describeWithGit('git.fastForward', () => {
  let parts: RealParts;
  beforeEach(async () => {
    parts = await gitAlone();
  });
  afterEach(() => parts.stop());

  const at = (branch: string) => parts.git.refs(repository)[`refs/heads/${branch}`];
  const run = (more: Record<string, Json> = {}) =>
    attempt(step, { ...input, ...more }, contextFor(parts.clients));

  test('moves the branch on, and says where it was', async () => {
    expect((await run()).output).toEqual({ commit: shas.second, previous: shas.first });
    expect(at('release')).toBe(shas.second);
  });

  test('does nothing where the branch is at the commit already, as after a push by hand', async () => {
    expect((await run({ branch: 'main' })).output).toEqual({ commit: shas.second, previous: shas.second });
    expect(parts.world.journal.entries()).toEqual([]);
  });

  test.each([
    ['back', { branch: 'main', commit: shas.first, from: shas.second }],
    ['aside', { branch: 'side', commit: shas.second, from: shas.aside }],
  ])('refuses to move it %s', async (_, more) => {
    const failure = await failureOf(run(more));
    expect([failure.type, failure.nonRetryable]).toEqual(['refused', true]);
    expect(failure.message).toContain('no fast-forward');
    expect(parts.world.journal.entries()).toEqual([]);
  });

  test('refuses where somebody has moved the branch since the plan', async () => {
    const failure = await failureOf(run({ from: shas.aside }));
    expect(failure.type).toBe('conflict');
    expect(at('release')).toBe(shas.first);
  });

  test('names a branch that is not there, and a commit that no branch has', async () => {
    expect((await failureOf(run({ branch: 'none' }))).type).toBe('not-found');
    expect((await failureOf(run({ commit: 'f'.repeat(40) }))).message).toContain('f'.repeat(40));
  });

  test('is undone by putting the branch back, unless somebody has moved it on since', async () => {
    const { known } = await run();
    const [sha] = [
      parts.git.commit(repository, { message: 'More', branch: 'release', files: { more: 'more' } }),
    ];
    const failure = await failureOf(undo(step, known, contextFor(parts.clients)));
    expect([failure.type, at('release')]).toEqual(['undo-failed', sha]);
  });

  test('puts the branch back', async () => {
    const { known } = await run();
    expect(await undo(step, known, contextFor(parts.clients))).toContain(shas.first.slice(0, 12));
    expect(at('release')).toBe(shas.first);
  });

  test('says so where the server’s rules forbid the way back', async () => {
    await parts.stop();
    parts = await gitAlone({ gitConfig: { 'receive.denyNonFastForwards': 'true' } });
    const { known } = await run();
    const failure = await failureOf(undo(step, known, contextFor(parts.clients)));
    expect([failure.type, failure.nonRetryable]).toEqual(['refused', true]);
    expect(failure.message).toContain('refs/heads/release');
  });

  test('keeps the credential out of what it says', async () => {
    process.env['REAL_PARTS_PASSWORD'] = 'wrong-password';
    const failure = await failureOf(run());
    expect(failure.type).toBe('permission-denied');
    expect(JSON.stringify([failure.message, failure.details])).not.toMatch(/wrong-password|Basic/);
  });

  test.each([
    '--upload-pack=touch /tmp/x',
    '-x',
    '../other',
    'a..b',
    'x.lock',
    'team app',
    'a/',
    ':main',
    '',
  ])('takes %j for no branch and no repository', (name) => {
    expect(step.input.safeParse({ ...input, branch: name }).success).toBe(false);
    if (name !== 'a..b' && name !== 'x.lock')
      expect(step.input.safeParse({ ...input, repository: name }).success).toBe(false);
  });
});
