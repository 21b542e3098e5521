/** github.runAction against the practice GitHub. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runAction } from '../../../src/activities/github/runAction.ts';
import { isEffect } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf } from '../../support/attempt.ts';
import type { AttemptOptions } from '../../support/attempt.ts';
import { inRepository, repository, startGithub } from '../../support/github.ts';
import type { StartedGithub } from '../../support/github.ts';

const step = runAction.definition;
const inputs = { environment: 'stage', ref: 'v3.111' };
const keyless = { repository, workflow: 'deploy-ui.yml', ref: 'main', inputs, pollSeconds: 1 };
const keyed = { ...keyless, keyInput: 'slipway-key' };

let github: StartedGithub;
beforeEach(async () => void (github = await startGithub()));
afterEach(async () => {
  expect(github.watch.problems).toEqual([]);
  await github.stop();
});
const ctx = (options: AttemptOptions = {}) => contextFor({ github: github.octokit }, options);
const times = (effect: string) => github.effects().filter((one) => one === effect).length;
const deployed = () => github.system.state().deployments['lock-ui/stage'];
const dropReply = () =>
  github.world.faults.add({ method: 'POST', path: 'dispatches', kind: { type: 'drop-reply' } });
const dispatchByHand = (ref = 'main') =>
  github.octokit.rest.actions.createWorkflowDispatch({
    ...inRepository,
    workflow_id: 'deploy-ui.yml',
    ref,
    inputs,
  });

function observe(input: object, key: string, earlier?: { newestRun: number }) {
  if (!isEffect(step)) throw new Error('an effect');
  return step.observe(step.input.parse(input), ctx({ key }), earlier);
}

describe('running an action', () => {
  test('waits for exactly the run it made, whoever else dispatches', async () => {
    await dispatchByHand();
    const { output, known } = await attempt(step, keyless, ctx());
    await dispatchByHand();
    expect(output).toMatchObject({
      runId: (known.ref as { runId: number }).runId,
      title: 'Build and Deploy UI',
    });
    const run = github.system.state().repositories[repository]?.runs.find(({ key }) => key === 'key-1');
    expect(output).toMatchObject({ runId: run?.id, sha: run?.sha });
    expect(deployed()).toBe('v3.111');
  });

  test('ends with the link and the failing job when the run fails', async () => {
    github.system.failNext('Build and Deploy UI', 1);
    const failure = await failureOf(attempt(step, keyless, ctx()));
    expect(failure).toMatchObject({ type: 'failed', nonRetryable: true });
    expect(failure.message).toMatch(/ended with failure, in run: http.*\/actions\/runs\/\d+/);
    expect(deployed()).toBe('v3.110');
  });

  test('refuses inputs that the workflow does not take, with GitHub’s reason', async () => {
    const wrong = { ...keyless, inputs: { ...inputs, environment: 'moon' } };
    const failure = await failureOf(attempt(step, wrong, ctx()));
    expect(failure).toMatchObject({ type: 'refused', nonRetryable: true });
    expect(failure.message).toContain("Provided value 'moon'");
  });

  test('says that a workflow does not exist', async () => {
    const failure = await failureOf(attempt(step, { ...keyless, workflow: 'gone.yml' }, ctx()));
    expect(failure).toMatchObject({ type: 'not-found', nonRetryable: true });
  });
});

describe('when the answer to the dispatch is lost', () => {
  test('the run is found by the key in its name, and nothing is dispatched twice', async () => {
    dropReply();
    await attempt(step, keyed, ctx());
    expect(times('workflow.dispatch')).toBe(1);
    expect(deployed()).toBe('v3.111');
  });

  test('a longer key of another is not mistaken for ours', async () => {
    await attempt(step, keyed, ctx({ key: 'key-10' }));
    expect(await observe(keyed, 'key-1')).toMatchObject({ state: 'absent' });
    expect(await observe(keyed, 'key-10')).toMatchObject({ state: 'started' });
  });

  test('without a key it is unknown, and the candidates are named', async () => {
    dropReply();
    await expect(attempt(step, keyless, ctx())).rejects.toThrow(/unknown: .*\/actions\/runs\/\d+/);
    expect(times('workflow.dispatch')).toBe(1);
  });

  test('runs on another branch are no candidates', async () => {
    const { rest } = github.octokit;
    const { sha } = (await rest.repos.getCommit({ ...inRepository, ref: 'main' })).data;
    await rest.git.createRef({ ...inRepository, ref: 'refs/heads/other', sha });
    await dispatchByHand('other');
    expect(await observe(keyless, 'key-1', { newestRun: 0 })).toEqual({
      state: 'absent',
      before: { newestRun: 0 },
    });
  });

  test('a dispatch that never arrived is sent again', async () => {
    github.world.faults.add({ method: 'POST', path: 'dispatches', kind: { type: 'refuse' } });
    const { retried } = await attempt(step, keyless, ctx());
    expect(retried).toMatchObject([{ type: 'unavailable' }]);
    expect(times('workflow.dispatch')).toBe(1);
  });
});

describe('before anything was sent', () => {
  test('nothing is unknown, however many runs of others there are', async () => {
    await dispatchByHand();
    const runs = github.system.state().repositories[repository]?.runs ?? [];
    expect(await observe(keyless, 'key-1')).toEqual({
      state: 'absent',
      before: { newestRun: runs.at(-1)?.id },
    });
  });
});
