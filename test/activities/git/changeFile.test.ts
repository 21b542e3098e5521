/** `git.changeFile` over real git: one line of one file, on a branch of its own, and only if it is what was planned. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { project, startGerrit } from '../../support/gerrit.ts';
import type { StartedGerrit } from '../../support/gerrit.ts';
import { describeWithGit } from '../../support/real-parts.ts';

const step = steps.get('git.changeFile') as Step;
const input = {
  repository: project,
  path: 'config/clock.yaml',
  line: 'clock::ticks: 60',
  by: 'clock::ticks: "ü $1"',
  message: 'Tick otherwise',
};
const text = '# clock::ticks: 60\nclock::ticks: 60\n  clock::ticks: 60\ntwice\ntwice\nno newline';

describeWithGit('git.changeFile', () => {
  let world: StartedGerrit;
  beforeEach(async () => {
    world = await startGerrit();
    world.gerrit.commit(project, {
      message: 'Configure',
      branch: 'master',
      files: {
        [input.path]: text,
        'bin/run': Buffer.from('#!/bin/sh\nfalse\n'),
        'bytes.png': '\u0000\u0001\n',
      },
    });
  });
  afterEach(() => world.started.stop());
  const run = (more: Record<string, Json> = {}) =>
    attempt(step, { ...input, ...more }, contextFor(world.clients));
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', join(world.started.world.dir, 'gerrit', `${project}.git`), ...args], {
      encoding: 'utf8',
    });
  const own = 'sandbox/slipway/key-1';

  test('replaces that line alone, on top of the branch', async () => {
    const { output } = await run();
    expect(output).toEqual({ branch: own, commit: git('rev-parse', own).trim() });
    expect(git('show', `${own}:${input.path}`)).toBe(
      '# clock::ticks: 60\nclock::ticks: "ü $1"\n  clock::ticks: 60\ntwice\ntwice\nno newline',
    );
    expect(git('diff', '--name-only', 'master', own).trim()).toBe(input.path);
    expect(git('rev-parse', `${own}^`)).toBe(git('rev-parse', 'master'));
    expect(git('log', '-1', '--format=%B', own).trim()).toBe(input.message);
  });

  test('leaves a program one', async () => {
    await run({ path: 'bin/run', line: 'false', by: 'true' });
    expect(git('ls-tree', own, 'bin/run')).toMatch(/^100755 /);
  });

  test.each([
    ['is no longer there', { line: 'clock::ticks: 59' }, 'stands 0 times'],
    ['stands there twice', { line: 'twice' }, 'stands 2 times'],
  ])('stops where the line %s', async (_, more: Record<string, Json>, says) => {
    const failure = await failureOf(run(more));
    expect([failure.type, failure.message]).toEqual(['conflict', expect.stringContaining(says)]);
    expect(Object.keys(world.refs())).not.toContain(`refs/heads/${own}`);
  });

  test.each(['config', 'none.yaml', 'bytes.png'])('finds no text file in %s', async (path) => {
    expect((await failureOf(run({ path }))).type).toBe('not-found');
  });

  test('is undone by deleting its branch', async () => {
    const { known } = await run();
    expect(await undo(step, known, contextFor(world.clients))).toContain('Deleted the branch');
    expect(Object.keys(world.refs())).not.toContain(`refs/heads/${own}`);
    expect(await undo(step, known, contextFor(world.clients))).toContain('nothing to delete');
  });

  test.each([
    { path: '../x' },
    { path: '--all' },
    { line: 'a\nb' },
    { by: 'a\nb' },
    { by: input.line },
    { line: '' },
  ])('takes no input with %j', (more) =>
    expect(step.input.safeParse({ ...input, ...more }).success).toBe(false),
  );
});
