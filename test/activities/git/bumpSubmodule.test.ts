/** `git.bumpSubmodule` over real git: one commit with the submodule moved, on a branch of its own. The build of a folder: test/runbooks. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { newest, project, source, startGerrit } from '../../support/gerrit.ts';
import type { StartedGerrit } from '../../support/gerrit.ts';
import { describeWithGit } from '../../support/real-parts.ts';

const step = steps.get('git.bumpSubmodule') as Step;
const input = {
  repository: project,
  submodule: { path: 'src', repository: source, commit: newest },
  message: 'Update clock\n\nTo what ticks.',
};

describeWithGit('git.bumpSubmodule', () => {
  let world: StartedGerrit;
  beforeEach(async () => {
    world = await startGerrit();
  });
  afterEach(() => world.started.stop());
  const run = (more: Record<string, Json> = {}) =>
    attempt(step, { ...input, ...more }, contextFor(world.clients));
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', join(world.started.world.dir, 'gerrit', `${project}.git`), ...args], {
      encoding: 'utf8',
    }).trim();

  test('commits the submodule at that commit and nothing else, on top of the branch', async () => {
    const { output } = await run();
    expect(output).toMatchObject({ branch: 'sandbox/slipway/key-1' });
    const commit = world.refs()['refs/heads/sandbox/slipway/key-1'] ?? '';
    expect(output).toMatchObject({ commit });
    expect(git('diff', '--raw', '--no-abbrev', 'master', commit)).toBe(
      `:160000 160000 ${'1'.repeat(40)} ${newest} M\tsrc`,
    );
    expect(git('log', '-1', '--format=%B', commit)).toBe(input.message);
    expect(git('rev-parse', `${commit}^`)).toBe(git('rev-parse', 'master'));
  });

  test('refuses a path that is no submodule', async () => {
    const failure = await failureOf(run({ submodule: { ...input.submodule, path: 'modules' } }));
    expect([failure.type, failure.message]).toEqual(['not-found', expect.stringContaining('no submodule')]);
  });

  test('is undone by deleting its branch', async () => {
    const { known } = await run();
    expect(await undo(step, known, contextFor(world.clients))).toContain('Deleted the branch');
    expect(Object.keys(world.refs())).not.toContain('refs/heads/sandbox/slipway/key-1');
    expect(await undo(step, known, contextFor(world.clients))).toContain('nothing to delete');
  });

  test.each(['--upload-pack=x', '../x', '/etc', 'a\nb'])('takes %j for no path', (path) => {
    expect(step.input.safeParse({ ...input, submodule: { ...input.submodule, path } }).success).toBe(false);
  });
});
