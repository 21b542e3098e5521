/** github.recordDeployment against the practice GitHub, whose requests and answers are held to GitHub's description. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { recordDeployment } from '../../../src/activities/github/recordDeployment.ts';
import { attempt, contextFor, undo } from '../../support/attempt.ts';
import { deployedBefore, inRepository, repository, startGithub } from '../../support/github.ts';
import type { StartedGithub } from '../../support/github.ts';

const step = recordDeployment.definition;
const input = { repository, ref: 'main', environment: 'stage', url: 'https://stage.example.org' };

let github: StartedGithub;
let before: number;
beforeEach(async () => {
  github = await startGithub();
  before = deployedBefore(github.system, 'stage');
});
afterEach(async () => {
  expect(github.watch.problems).toEqual([]);
  await github.stop();
});
const ctx = (key = 'key-1') => contextFor({ github: github.octokit }, { key });
const times = (effect: string) => github.effects().filter((one) => one === effect).length;
const latest = async (id: number) =>
  (await github.octokit.rest.repos.listDeploymentStatuses({ ...inRepository, deployment_id: id })).data[0];
const shown = (): unknown => {
  const seen = z.looseObject({
    repositories: z.record(z.string(), z.looseObject({ deployed: z.unknown() })),
  });
  return seen.parse(github.system.snapshot()).repositories[repository]?.deployed;
};
const outputSchema = z.strictObject({ id: z.number(), sha: z.string(), created: z.boolean() });
const run = async (given: object = input, key?: string) => {
  const { output, ...rest } = await attempt(step, given, ctx(key));
  return { output: outputSchema.parse(output), ...rest };
};
const shaOf = async (ref: string) =>
  (await github.octokit.rest.repos.getCommit({ ...inRepository, ref })).data.sha;

describe('recording a deployment', () => {
  test('shows the commit in its environment, and retires what was there', async () => {
    const { output } = await run();
    const sha = await shaOf('main');
    expect(output).toMatchObject({ sha, created: true });
    expect(shown()).toEqual({ stage: sha });
    expect(await latest(output.id)).toMatchObject({ state: 'success', environment_url: input.url });
    expect((await latest(before))?.state).toBe('inactive');
    const { data } = await github.octokit.rest.repos.getDeployment({
      ...inRepository,
      deployment_id: output.id,
    });
    expect(data).toMatchObject({ sha, production_environment: false, payload: { slipwayKey: 'key-1' } });
  });

  test('records nothing twice when it runs again, nor when a reply was lost', async () => {
    github.world.faults.add({ method: 'POST', path: '/deployments$', kind: { type: 'drop-reply' } });
    const first = await run();
    expect(first.retried).toMatchObject([{ type: 'unavailable' }]);
    expect((await run()).output).toEqual(first.output);
    expect([times('deployment.create'), times('deployment_status.create')]).toEqual([1, 1]);
  });

  test('goes on with one that has no status yet, as a worker leaves it that died between the two', async () => {
    github.world.faults.add({ method: 'POST', path: '/statuses$', kind: { type: 'status', status: 503 } });
    const { output } = await run();
    expect(output).toMatchObject({ created: true });
    expect([times('deployment.create'), times('deployment_status.create')]).toEqual([1, 1]);
  });

  test('takes what GitHub shows there already for done, and leaves it when it is undone', async () => {
    const { output, known } = await run({ ...input, ref: 'v3.110' });
    expect(output).toEqual({ id: before, sha: await shaOf('v3.110'), created: false });
    // As after a round that found nothing there, and a second one that found it.
    const seenBefore = { ...known, before: { sha: output.sha, previous: null } };
    expect(await undo(step, seenBefore, ctx())).toContain('did not make it');
    expect(github.effects()).toEqual([]);
  });
});

describe('undoing it', () => {
  test('shows what was there before', async () => {
    const { output, known } = await run();
    expect(await undo(step, known, ctx())).toContain('active again');
    expect((await latest(output.id))?.state).toBe('inactive');
    expect(shown()).toEqual({ stage: await shaOf('v3.110') });
  });

  test('leaves what somebody has recorded since', async () => {
    const { known } = await run();
    const other = await run({ ...input, ref: 'v3.110' }, 'key-2');
    expect(await undo(step, known, ctx())).not.toContain('active again');
    expect((await latest(other.output.id))?.state).toBe('success');
    expect((await latest(before))?.state).toBe('inactive');
  });
});
