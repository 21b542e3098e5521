/** Balrog's release to production, as it is planned once stage has the version, and where it may not be. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Plan, PlanNode } from '../../../src/runbook/plan.ts';
import { findActionRun } from '../../../src/activities/github/index.ts';
import { createClients } from '../../../src/worker/clients.ts';
import { systemsOf } from '../../../src/worker/systems-of.ts';
import type { BalrogOptions } from '../../../src/practice/balrog/options.ts';
import { startBalrog } from '../../support/balrog.ts';
import type { StartedBalrog } from '../../support/balrog.ts';
import { attempt, contextFor, failureOf } from '../../support/attempt.ts';
import { leavesOf, nodeOf } from '../../support/plan-outline.ts';

const prod = { environment: 'prod', version: '3.111' };

const started: StartedBalrog[] = [];

async function start(options: BalrogOptions = {}): Promise<StartedBalrog> {
  const one = await startBalrog(options);
  started.push(one);
  return one;
}

async function tagged({ url, github }: StartedBalrog, tag: string): Promise<void> {
  const sha = github.state().repositories['mozilla-releng/balrog']?.branches['main'];
  const made = await fetch(`${url}/github/repos/mozilla-releng/balrog/git/refs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'token practice' },
    body: JSON.stringify({ ref: `refs/tags/${tag}`, sha }),
  });
  expect(made.status).toBe(201);
}

/** What a release to stage leaves behind, but for the action. */
async function built(balrog: StartedBalrog): Promise<void> {
  await tagged(balrog, 'v3.111');
  balrog.registry.push('mozilla/balrog', 'v3.111');
  balrog.registry.push('mozilla/balrogagent', 'v3.111');
}

let balrog: StartedBalrog;
let plan: Plan;

beforeAll(async () => {
  balrog = await start();
  await built(balrog);
  plan = (await balrog.plan(prod)).plan;
});
afterAll(() => Promise.all(started.map((one) => one.stop())));

describe('the plan for production', () => {
  test('does what the page tells, in its order', () => {
    expect(leavesOf(plan)).toEqual([
      ...['image-pushed', 'backend-image', 'agent-image'],
      ...['sync-admin', 'admin-healthy', 'record-admin', 'sync-agent', 'agent-healthy', 'record-agent'],
      ...['sync-app', 'app-canary'],
      ...['notice-agent', 'notice-admin'],
      ...['watch', 'compare-canary', 'deploy-ui', 'record-ui', 'compare-on', 'promote-to-full'],
      ...['promote-app', 'app-rolled-out', 'app-healthy', 'record-app'],
      'show-on-github',
      'notice-app',
    ]);
  });

  test('builds nothing and bumps nothing: what was tested on stage is what gets deployed', () => {
    const kinds = steps(plan.root).map(({ kind }) => kind);
    expect(kinds).not.toContain('github.createRelease');
    expect(kinds).not.toContain('github.bumpVersion');
    expect(nodeOf(plan, 'step', 'backend-image').input).toHaveProperty(
      'digest',
      expect.stringMatching(/^sha256:/),
    );
  });

  test('has GitHub show the commit under the name that GitHub has for production', async () => {
    expect(nodeOf(plan, 'step', 'show-on-github').input).toMatchObject({
      environment: 'prod',
      production: true,
    });
    const other = await start();
    Object.assign(other.loaded.config.environments['prod']?.vars ?? {}, { githubEnvironment: 'live' });
    await built(other);
    const { plan: named } = await other.plan(prod);
    expect(nodeOf(named, 'step', 'show-on-github').input).toMatchObject({ environment: 'live' });
  });

  test('deploys the UI with prod, and back with the version before', () => {
    expect(nodeOf(plan, 'step', 'deploy-ui').input).toMatchObject({
      inputs: { deploy_env: 'prod', ref: 'v3.111' },
      undo: { inputs: { deploy_env: 'prod', ref: 'v3.110' } },
    });
  });

  test('promotes app only on the word of somebody who did not start it, and rolls back on a no', () => {
    const { ask, onReject } = nodeOf(plan, 'gate', 'promote-to-full');
    expect(ask.notStarter).toBe(true);
    expect(ask.approvers.people).toEqual(['maria', 'sam']);
    expect(onReject).toBe('rollback');
  });

  test('asks two people, one of them perhaps on call, to explain what is notable', () => {
    const { ask, onFail } = nodeOf(plan, 'guard', 'watch');
    expect(onFail).toBe('ask');
    expect(ask.quorum).toBe(2);
    expect(ask.approvers.people).toEqual(['ann', 'maria', 'sam']);
    expect(ask.questions).toMatchObject([{ id: 'explanation', type: 'text', required: true }]);
  });
});

describe('the canary in production', () => {
  test('is compared with the version before until there is evidence, for some minutes at least', () => {
    const { checks, minimum, onFail, onInconclusive, passEarly, ...soak } = nodeOf(
      plan,
      'soak',
      'compare-canary',
    );
    expect({ lasts: soak.for, minimum, passEarly, onFail, onInconclusive }).toEqual({
      lasts: '2h',
      minimum: '10m',
      passEarly: true,
      onFail: 'rollback',
      onInconclusive: 'ask',
    });
    expect(checks).toMatchObject([
      {
        kind: 'metrics.prometheusCompare',
        input: {
          canary: { environment: 'prod', service: 'balrog-prod-app', version: '3.111' },
          baseline: { environment: 'prod', service: 'balrog-prod-app', version: '3.110' },
          errors: { metric: 'http_requests_total', where: { status: { matches: '5..' } } },
          latency: 'http_request_duration_seconds',
          instance: 'pod',
        },
      },
    ]);
    expect(checks[0]).not.toHaveProperty('max');
  });

  test('is compared on while people decide, and harm rolls back without asking them', () => {
    const { node, checks, onFail, onInconclusive } = nodeOf(plan, 'guard', 'compare-on');
    expect(node.id).toBe('promote-to-full');
    expect([onFail, onInconclusive]).toEqual(['rollback', 'ask']);
    const [before] = nodeOf(plan, 'soak', 'compare-canary').checks;
    expect(checks[0]?.input).toEqual(before?.input);
  });

  test('is not judged by labels that are none', async () => {
    const other = await start();
    Object.assign(other.loaded.config.environments['prod']?.vars ?? {}, { appLabels: 'app:balrog' });
    await built(other);
    await expect(other.plan(prod)).rejects.toThrow(/appLabels: 'app:balrog' is not a label and its value/);
  });
});

describe('the precondition', () => {
  test('is that the action has run for this very version, and can’t be skipped', () => {
    const step = nodeOf(plan, 'step', 'image-pushed');
    expect(step.kind).toBe('github.findActionRun');
    expect(step.required).toBe(true);
    expect(step.input).toMatchObject({ workflow: 'docker-push.yml', titleIncludes: 'v3.111' });
  });

  test('is refused while it has run for another version alone', async () => {
    const systems = systemsOf(balrog.loaded.config, 'prod');
    if (!systems.ok) throw new Error('The configuration has no prod.');
    const { input } = nodeOf(plan, 'step', 'image-pushed');
    const context = contextFor(createClients(systems.systems));
    const failure = await failureOf(attempt(findActionRun.definition, input, context));
    expect(failure).toMatchObject({ type: 'not-found', nonRetryable: true });
    expect(failure.message).toContain('There is no successful run');
  });
});

describe('production is refused', () => {
  test('a version without a tag', async () => {
    await expect(balrog.plan({ environment: 'prod', version: '3.112' })).rejects.toThrow('has no tag v3.112');
  });

  test('a version whose images are not in the registry', async () => {
    const bare = await start();
    await tagged(bare, 'v3.111');
    bare.registry.push('mozilla/balrog', 'v3.111');
    await expect(bare.plan(prod)).rejects.toThrow(/no image mozilla\/balrogagent:v3\.111/);
  });

  test('not for good where the registry is only away', async () => {
    balrog.world.world.faults.add({ system: 'oci', kind: { type: 'status', status: 503 } });
    await expect(balrog.plan(prod)).rejects.toMatchObject({ type: 'unavailable', nonRetryable: false });
  });
});

describe('where the schema loses something', () => {
  test('app is promoted on all pods, on a person’s word, before admin begins', async () => {
    const other = await start({ schema: 'destructive' });
    await built(other);
    const leaves = leavesOf((await other.plan(prod)).plan);
    expect(leaves.slice(3)).toEqual([
      ...[
        'sync-app',
        'app-canary',
        'watch',
        'compare-canary',
        'compare-on',
        'promote-to-full',
        'promote-app',
        'app-rolled-out',
        'app-healthy',
        'record-app',
      ],
      'notice-app',
      ...['watch-admin', 'sync-agent', 'agent-healthy', 'record-agent'],
      ...['sync-admin', 'admin-healthy', 'record-admin'],
      ...['notice-agent', 'notice-admin', 'deploy-ui', 'record-ui'],
      'show-on-github',
    ]);
  });
});

describe('where the migrations leave the order open', () => {
  test('planning is refused until somebody names one, with the evidence', async () => {
    const mixed = await start({ schema: 'mixed' });
    const stage = { environment: 'stage', version: '3.111' };
    await expect(mixed.plan(stage)).rejects.toThrow(
      /both add and take away[^]*038_rule_notes\.py[^]*schema-order/,
    );
    const { plan: named } = await mixed.plan({ ...stage, schemaOrder: 'app-first' });
    expect(leavesOf(named)[0]).toBe('confirm-order');
    const { ask, onReject } = nodeOf(named, 'gate', 'confirm-order');
    expect(onReject).toBe('abort');
    expect(ask.instructions).toContain('app before admin');
    expect(JSON.stringify(ask.evidence)).toContain('039_drop_whitelist.py');
  });
});

function steps(node: PlanNode): Extract<PlanNode, { type: 'step' }>[] {
  if (node.type === 'step') return [node];
  if (node.type === 'guard') return steps(node.node);
  return 'nodes' in node ? node.nodes.flatMap(steps) : [];
}
