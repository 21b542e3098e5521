/** Balrog's release to stage, as it is planned in the practice world. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startBalrog } from '../../support/balrog.ts';
import type { StartedBalrog } from '../../support/balrog.ts';
import { factOf, idsOf, leavesOf, nodeOf } from '../../support/plan-outline.ts';
import type { Plan } from '../../../src/runbook/plan.ts';

let balrog: StartedBalrog;
let plan: Plan;
const stage = { environment: 'stage', version: '3.111' };

beforeAll(async () => {
  balrog = await startBalrog();
  plan = (await balrog.plan(stage)).plan;
});
afterAll(() => balrog.stop());

describe('the plan for stage', () => {
  test('does what the page tells, in its order', () => {
    expect(leavesOf(plan)).toEqual([
      ...['create-release', 'await-checks', 'backend-image', 'agent-image'],
      'pull-and-push',
      ...['sync-admin', 'admin-healthy', 'record-admin', 'sync-agent', 'agent-healthy', 'record-agent'],
      ...['sync-app', 'app-canary', 'promote-app', 'app-rolled-out', 'app-healthy', 'record-app'],
      ...['notice-agent', 'notice-admin', 'notice-app'],
      ...['deploy-ui', 'record-ui'],
      'show-on-github',
      'bump-version',
      ...['watch', 'test-on-stage'],
    ]);
  });

  test('makes the tag as part of the release, on the tip of the branch', () => {
    const tip = factOf(plan, 'commit')?.value;
    expect(nodeOf(plan, 'step', 'create-release').input).toMatchObject({ tag: 'v3.111', target: tip });
  });

  test('runs the two actions for this version, the UI’s with stage', () => {
    expect(nodeOf(plan, 'step', 'pull-and-push').input).toMatchObject({
      workflow: 'docker-push.yml',
      inputs: { image_tag: 'v3.111' },
      undo: { inputs: { image_tag: 'v3.110' } },
    });
    expect(nodeOf(plan, 'step', 'deploy-ui').input).toMatchObject({
      workflow: 'ui-deploy.yml',
      inputs: { deploy_env: 'stage', ref: 'v3.111' },
      undo: { inputs: { deploy_env: 'stage', ref: 'v3.110' } },
    });
  });

  test('puts down what runs where, as it was seen: by Argo CD, by app’s pods, by the digests that were found', () => {
    const admin = nodeOf(plan, 'step', 'record-admin').input;
    expect(admin).toMatchObject({
      service: 'admin',
      version: '3.111',
      commit: factOf(plan, 'commit')?.value,
      repository: 'mozilla-releng/balrog',
      digest: { $ref: 'backend-image.digest' },
      seenAt: {
        type: 'argocd',
        application: 'balrog-stage-admin',
        revision: { $ref: 'sync-admin.revision' },
      },
    });
    expect(nodeOf(plan, 'step', 'record-agent').input).toMatchObject({
      service: 'agent',
      digest: { $ref: 'agent-image.digest' },
    });
    expect(nodeOf(plan, 'step', 'record-app').input).toMatchObject({
      service: 'public',
      seenAt: { type: 'workload', kind: 'Rollout', namespace: 'balrog-stage', name: 'balrog-app' },
    });
    expect(nodeOf(plan, 'step', 'record-ui').input).not.toHaveProperty('digest');
  });

  test('has GitHub show the commit once all services run it, and hangs on that in nothing', () => {
    expect(nodeOf(plan, 'step', 'show-on-github')).toMatchObject({
      kind: 'github.recordDeployment',
      input: {
        repository: 'mozilla-releng/balrog',
        ref: factOf(plan, 'commit')?.value,
        environment: 'stage',
        production: false,
      },
      onFailure: 'continue',
    });
  });

  test('updates the services side by side where the schema stays as it is', () => {
    expect(factOf(plan, 'schema')?.value).toBe('none');
    expect(nodeOf(plan, 'parallel', 'update-services').nodes).toHaveLength(3);
  });

  test('promotes app without asking', () => {
    expect(idsOf(plan)).not.toContain('promote-to-full');
  });

  test('watches Sentry and the traffic while people test, and whoever tests may take it back', () => {
    const watch = nodeOf(plan, 'guard', 'watch');
    expect(watch.node.id).toBe('test-on-stage');
    expect(watch.checks.map(({ kind }) => kind)).toEqual([
      ...['metrics.newIssues', 'metrics.newIssues'],
      ...['metrics.prometheusQuery', 'metrics.prometheusQuery', 'metrics.prometheusQuery'],
    ]);
    expect(nodeOf(plan, 'gate', 'test-on-stage').onReject).toBe('rollback');
  });

  test('watches for minutes unless told otherwise', () => {
    expect(nodeOf(plan, 'guard', 'watch').atLeast).toBe('10m');
  });

  test('warns of nothing', () => {
    expect(plan.warnings).toEqual([]);
  });
});

describe('the in-repo version', () => {
  test('becomes the next one', () => {
    expect(nodeOf(plan, 'step', 'bump-version').input).toMatchObject({ version: '3.112' });
  });

  test('passes over a tag that is taken', async () => {
    const sha = factOf(plan, 'commit')?.value;
    const made = await fetch(`${balrog.url}/github/repos/mozilla-releng/balrog/git/refs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'token practice' },
      body: JSON.stringify({ ref: 'refs/tags/v3.112', sha }),
    });
    expect(made.status).toBe(201);
    const { plan: other } = await balrog.plan(stage);
    expect(nodeOf(other, 'step', 'bump-version').input).toMatchObject({ version: '3.113' });
  });
});

describe('a version', () => {
  test.each(['3', '3.111.1', 'v3.111', '3.111-rc1'])(
    '%s is refused, with the pipeline as the reason',
    async (version) => {
      await expect(balrog.plan({ environment: 'stage', version })).rejects.toThrow(
        /exactly two parts.*deployment pipeline/,
      );
    },
  );

  test('that is not newer than what runs is warned of', async () => {
    const { plan: old } = await balrog.plan({ environment: 'stage', version: '3.110' });
    expect(old.warnings.join()).toContain('3.110 is not newer than 3.110');
  });
});

describe('planning', () => {
  test('comes to a try later, not to a refusal, where GitHub or the cluster is only away', async () => {
    balrog.world.world.faults.add({
      system: 'kubernetes',
      method: 'GET',
      kind: { type: 'status', status: 503 },
    });
    await expect(balrog.plan(stage)).rejects.toMatchObject({ type: 'unavailable', nonRetryable: false });
  });

  test('changes nothing', async () => {
    const before = balrog.world.world.journal.entries().length;
    await balrog.plan(stage);
    expect(balrog.world.world.journal.entries()).toHaveLength(before);
  });
});
