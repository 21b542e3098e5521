/** The practice GitHub's workflows and runs, and its restart, asked by an unmodified octokit. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { deployUi, inRepository, startGithub } from '../../support/github.ts';
import type { GithubOptions, StartedGithub } from '../../support/github.ts';

let github: StartedGithub;
let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'slipway-github-'))));
afterEach(async () => {
  expect(github.watch.problems).toEqual([]);
  await github.stop();
  rmSync(dir, { recursive: true, force: true });
});
const start = async (options: GithubOptions = {}) => void (github = await startGithub({ dir, ...options }));
const inputs = { environment: 'stage', ref: 'v3.111', 'slipway-key': 'key-1' };
const dispatch = (more: object = {}) =>
  github.octokit.rest.actions.createWorkflowDispatch({
    ...inRepository,
    workflow_id: 'deploy-ui.yml',
    ref: 'main',
    inputs,
    ...more,
  });
const newest = async () => {
  const { data } = await github.octokit.rest.actions.listWorkflowRunsForRepo({
    ...inRepository,
    per_page: 1,
  });
  return data.workflow_runs[0];
};
const ended = () => eventually(newest, (run) => run?.status === 'completed');

describe('a dispatch', () => {
  test('answers 204, or the run’s details to who asks for them', async () => {
    await start();
    expect((await dispatch()).status).toBe(204);
    const { status, data } = await dispatch({ return_run_details: true });
    const run = await newest();
    expect({ status, data }).toMatchObject({
      status: 200,
      data: { workflow_run_id: run?.id, html_url: run?.html_url },
    });
  });

  test('shows its key in the run’s title', async () => {
    await start();
    await dispatch();
    expect((await newest())?.display_title).toBe('Build and Deploy UI (key-1)');
  });

  test('is refused for inputs that are unknown, missing or not allowed, and for a ref that is not there', async () => {
    await start();
    for (const wrong of [
      { inputs: { ...inputs, more: 'x' } },
      { inputs: { environment: 'stage' } },
      { inputs: { ...inputs, environment: 'moon' } },
      { ref: 'nowhere' },
    ]) {
      await expect(dispatch(wrong)).rejects.toMatchObject({ status: 422 });
    }
    expect(github.effects()).toEqual([]);
  });
});

describe('a run', () => {
  test('succeeds after its effect has come about', async () => {
    await start();
    await dispatch();
    expect(github.system.state().deployments['lock-ui/stage']).toBe('v3.110');
    expect((await ended())?.conclusion).toBe('success');
    expect(github.system.state().deployments['lock-ui/stage']).toBe('v3.111');
    expect(github.effects()).toEqual(['workflow.dispatch', 'deployment.set']);
  });

  test('fails when its effect does', async () => {
    await start({ effects: { [deployUi]: () => Promise.reject(new Error('no room')) } });
    await dispatch();
    expect((await ended())?.conclusion).toBe('failure');
  });

  test('told to fail has no effect', async () => {
    await start();
    github.system.failNext('Build and Deploy UI', 1);
    await dispatch();
    const run = await ended();
    expect(run?.conclusion).toBe('failure');
    const { data } = await github.octokit.rest.actions.listJobsForWorkflowRun({
      ...inRepository,
      run_id: run?.id ?? 0,
    });
    expect(data.jobs).toMatchObject([{ conclusion: 'failure' }]);
    expect(github.system.state().deployments['lock-ui/stage']).toBe('v3.110');
  });

  test('can be cancelled until it has ended', async () => {
    await start();
    await dispatch();
    const run_id = (await newest())?.id ?? 0;
    await github.octokit.rest.actions.cancelWorkflowRun({ ...inRepository, run_id });
    expect((await ended())?.conclusion).toBe('cancelled');
    await expect(
      github.octokit.rest.actions.cancelWorkflowRun({ ...inRepository, run_id }),
    ).rejects.toMatchObject({ status: 409 });
    expect(github.system.state().deployments['lock-ui/stage']).toBe('v3.110');
  });

  test('is listed by event, branch, commit, status and time', async () => {
    await start();
    await dispatch();
    await ended();
    const run = await newest();
    const count = async (filter: object) => {
      const asked = github.octokit.rest.actions.listWorkflowRuns({
        ...inRepository,
        workflow_id: 'deploy-ui.yml',
        ...filter,
      });
      return (await asked).data.total_count;
    };
    const created = run?.created_at ?? '';
    for (const fits of [
      { event: 'workflow_dispatch' },
      { branch: 'main' },
      { head_sha: run?.head_sha },
      { status: 'success' },
      { status: 'completed' },
      { created: `>=${created}` },
      { created: `${created}..*` },
    ]) {
      expect([fits, await count(fits)]).toEqual([fits, 1]);
    }
    for (const not of [
      { event: 'push' },
      { branch: 'other' },
      { status: 'failure' },
      { created: `>${created}` },
    ]) {
      expect([not, await count(not)]).toEqual([not, 0]);
    }
  });
});

test('a run under way goes on after a restart, and its effect comes about once', async () => {
  await start({ pace: 0.05 });
  await dispatch();
  await github.stop();
  await start({ pace: 0.05 });
  expect((await newest())?.conclusion).toBeNull();
  expect((await ended())?.conclusion).toBe('success');
  expect(github.effects()).toEqual(['workflow.dispatch', 'deployment.set']);
});
