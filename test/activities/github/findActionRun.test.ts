/** github.findActionRun against the practice GitHub. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findActionRun } from '../../../src/activities/github/findActionRun.ts';
import { attempt, contextFor, failureOf } from '../../support/attempt.ts';
import { repository, startGithub } from '../../support/github.ts';
import type { StartedGithub } from '../../support/github.ts';

const step = findActionRun.definition;
const input = { repository, workflow: 'push-image.yml', titleIncludes: 'v3.110' };

let github: StartedGithub;
beforeEach(async () => void (github = await startGithub()));
afterEach(async () => {
  expect(github.watch.problems).toEqual([]);
  await github.stop();
});
const ctx = () => contextFor({ github: github.octokit });

test('finds the successful run of this version', async () => {
  const [run] = github.system.state().repositories[repository]?.runs ?? [];
  const { output } = await attempt(step, input, ctx());
  expect(output).toMatchObject({ runId: run?.id, title: 'Pull and Push Image v3.110', sha: run?.sha });
});

test('narrows it down by branch and commit', async () => {
  const [run] = github.system.state().repositories[repository]?.runs ?? [];
  const exact = { repository, workflow: 'push-image.yml', ref: 'main', sha: run?.sha };
  expect((await attempt(step, exact, ctx())).output).toMatchObject({ runId: run?.id });
  await failureOf(attempt(step, { ...exact, sha: 'a'.repeat(40) }, ctx()));
});

test.each(['v3.11', '3.110', 'v3.1100', 'v3.110.1'])('does not take v3.110 for %s', async (titleIncludes) => {
  const failure = await failureOf(attempt(step, { ...input, titleIncludes }, ctx()));
  expect(failure).toMatchObject({ type: 'not-found', nonRetryable: true });
});

test('takes a word of any length', async () => {
  const failure = await failureOf(attempt(step, { ...input, titleIncludes: 'x'.repeat(100_000) }, ctx()));
  expect(failure).toMatchObject({ type: 'not-found', nonRetryable: true });
});

test('says what to do when the action has not run', async () => {
  const failure = await failureOf(attempt(step, { ...input, titleIncludes: 'v3.111' }, ctx()));
  expect(failure.message).toContain('It has not run');
  expect(failure.details).toMatchObject([
    { remedy: 'Run the action, wait until it has succeeded, then retry.' },
  ]);
});

test('links the newest run when none has succeeded', async () => {
  github.system.meddle((draft) => {
    for (const run of draft.repositories[repository]?.runs ?? []) run.work.conclusion = 'failure';
  });
  const failure = await failureOf(attempt(step, input, ctx()));
  expect(failure.message).toContain('Its newest run is failure: http');
});
