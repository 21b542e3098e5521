/** Balrog's promotion and its way back, planned against its practice world and a ledger. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import balrogRunbook from '../../../runbooks/balrog.ts';
import type { Deployment } from '../../../src/environment/deployment.ts';
import type { BalrogOptions } from '../../../src/practice/balrog/options.ts';
import type { Plan } from '../../../src/runbook/plan.ts';
import { startBalrog } from '../../support/balrog.ts';
import type { StartedBalrog } from '../../support/balrog.ts';
import { leavesOf, nodeOf } from '../../support/plan-outline.ts';
import { ledgers } from '../../support/way-back.ts';
import type { Ledgers } from '../../support/way-back.ts';

const started: StartedBalrog[] = [];
afterAll(() => Promise.all(started.map((one) => one.stop())));

interface Staged {
  readonly balrog: StartedBalrog;
  readonly kept: Ledgers;
  /** As the registry has it. */
  digest(image: string, version: string): string;
  back(version?: string, acknowledged?: readonly string[]): Promise<Plan>;
  toProd(course?: 'promote' | 'start', exempt?: string): Promise<Plan>;
}

/** 3.111 has been built and runs on stage and in production, where 3.110 ran before. */
async function staged(options: BalrogOptions = {}): Promise<Staged> {
  const balrog = await startBalrog(options);
  started.push(balrog);
  const { registry, github, url } = balrog;
  const repository = 'mozilla-releng/balrog';
  const sha = github.state().repositories[repository]?.branches['main'] ?? '';
  await fetch(`${url}/github/repos/${repository}/git/refs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'token practice' },
    body: JSON.stringify({ ref: 'refs/tags/v3.111', sha }),
  });
  for (const image of ['mozilla/balrog', 'mozilla/balrogagent']) registry.push(image, 'v3.111');
  const digest = (image: string, version: string): string =>
    (registry.snapshot() as Record<string, Record<string, string>>)[image]?.[`v${version}`] ?? '';
  const services = (version: string): Deployment[] =>
    (['admin', 'agent', 'public', 'ui'] as const).map((service) => ({
      service,
      version,
      commit: github.state().repositories[repository]?.tags[`v${version}`] ?? sha,
      repository,
      ...(service === 'ui'
        ? {}
        : {
            digest: digest(service === 'agent' ? 'mozilla/balrogagent' : 'mozilla/balrog', version),
            revision: `v${version}`,
          }),
    }));
  const kept = ledgers(balrogRunbook);
  await kept.record('stage', '3.111', services('3.111'));
  for (const version of ['3.110', '3.111']) await kept.record('prod', version, services(version));
  return {
    balrog,
    kept,
    digest,
    async back(version = '3.110', acknowledged = []) {
      const wish = { environment: 'prod', version };
      const course = { type: 'rollback', reason: 'It loses rules', acknowledged } as const;
      return (await balrog.plan(wish, await kept.sailing({ ...wish, course }))).plan;
    },
    async toProd(course = 'start', exempt) {
      const wish = { environment: 'prod', version: '3.111' };
      const asked = {
        ...wish,
        ...(course === 'promote' ? { course: { type: 'promotion', from: 'stage' } as const } : {}),
        ...(exempt === undefined ? {} : { exempt }),
      };
      return (await balrog.plan(wish, await kept.sailing(asked))).plan;
    },
  };
}

describe('the way back in production', () => {
  let plan: Plan;
  let world: Staged;
  beforeAll(async () => {
    world = await staged({ schema: 'additive' });
    plan = await world.back();
  });

  test('holds Balrog first, then brings back images, services in the turned order, and the UI', () => {
    expect(leavesOf(plan)).toEqual([
      'hold-environment',
      ...['backend-image', 'agent-image'],
      ...['sync-app', 'app-canary', 'promote-app', 'app-rolled-out', 'app-healthy', 'record-app'],
      ...['sync-agent', 'agent-healthy', 'record-agent', 'sync-admin', 'admin-healthy', 'record-admin'],
      ...['deploy-ui', 'record-ui'],
      'show-on-github',
      ...['notice-agent', 'notice-admin', 'notice-app'],
    ]);
  });

  test('takes the digests and the revisions that really ran, and the UI of that time', () => {
    expect(nodeOf(plan, 'step', 'backend-image').input).toMatchObject({
      digest: world.digest('mozilla/balrog', '3.110'),
      tag: 'v3.110',
    });
    expect(nodeOf(plan, 'step', 'sync-app').input).toMatchObject({ revision: 'v3.110' });
    expect(nodeOf(plan, 'step', 'deploy-ui').input).toMatchObject({
      inputs: { deploy_env: 'prod', ref: 'v3.110' },
      undo: { inputs: { ref: 'v3.111' } },
    });
  });

  test('steps over a migration that older code does not notice, and says that it stays', () => {
    expect(plan.facts.find(({ id }) => id === 'schema')).toMatchObject({
      value: 'additive',
      evidence: expect.arrayContaining([expect.stringContaining('adds the column rules.notes')]),
    });
    expect(plan.warnings).toContain('The schema stays as it is: nothing downgrades it.');
  });

  test('says what it was made from', () => {
    expect(plan.course).toMatchObject({
      type: 'rollback',
      reason: 'It loses rules',
      acknowledged: [],
      services: expect.arrayContaining([expect.objectContaining({ service: 'ui', version: '3.110' })]),
      replaces: expect.arrayContaining([expect.objectContaining({ service: 'ui', version: '3.111' })]),
    });
    expect(nodeOf(plan, 'step', 'hold-environment').input).toEqual({
      runbook: 'balrog',
      reason: 'Rolled back from 3.111 to 3.110: It loses rules',
    });
  });

  test('is refused where the ledger does not have the version, or has nothing else', async () => {
    await expect(world.back('3.109')).rejects.toThrow(
      /ledger of prod has no 3\.109 of balrog.*it has: 3\.110/,
    );
    await expect(world.back('3.111')).rejects.toThrow('there is nothing to bring back');
  });

  test('is refused onto a version that is held', async () => {
    await world.kept.environments.hold('everywhere', { by: 'kim', reason: 'leaks', version: '3.110' });
    await expect(world.back()).rejects.toThrow('balrog 3.110 is held by kim: leaks');
    await world.kept.environments.unhold('everywhere', { by: 'kim', reason: 'no', version: '3.110' });
  });

  test('is refused where the tag stands for another image than the one that ran', async () => {
    const other = await staged();
    const ran = other.digest('mozilla/balrog', '3.110');
    other.balrog.registry.push('mozilla/balrog', 'v3.110', { source: 'another build' });
    await expect(other.back()).rejects.toThrow(
      `admin 3.110 was ${ran} when it ran there, and would be ${other.digest('mozilla/balrog', '3.110')}: the digest differs`,
    );
  });
});

describe('past a destructive migration', () => {
  let world: Staged;
  beforeAll(async () => {
    world = await staged({ schema: 'mixed' });
  });

  test('the way back is refused, and says what would break and how to answer for it', async () => {
    await expect(world.back()).rejects.toThrow(
      /039_drop_whitelist\.py:\d+ drops the column rules\.whitelist.*--acknowledge 039_drop_whitelist\.py/s,
    );
  });

  test('it is planned once the migration is named, and shows what will break', async () => {
    const plan = await world.back('3.110', ['039_drop_whitelist']);
    expect(plan.warnings).toContainEqual(
      expect.stringMatching(/^Will break .*drops the column rules\.whitelist/),
    );
    expect(plan.warnings).not.toContainEqual(expect.stringContaining('rules.notes'));
    expect(plan.course).toMatchObject({ acknowledged: ['039_drop_whitelist'] });
  });

  test('a name that is of none of them acknowledges nothing', async () => {
    await expect(world.back('3.110', ['040_other', '039_drop_whitelist'])).rejects.toThrow(
      'No migration between is called 040_other',
    );
  });
});

describe('production gets', () => {
  let world: Staged;
  beforeAll(async () => {
    world = await staged();
  });

  test('nothing that stage has not tested, unless somebody says why', async () => {
    const said = 'release/balrog/stage/3.111: it can’t be told whether the gate ‘test-on-stage’ was passed';
    await expect(world.toProd()).rejects.toThrow(said);
    const plan = await world.toProd('start', 'logins fail');
    expect(plan.warnings).toContain(`${said}. maria goes on all the same: logins fail`);
    expect(plan.course).toMatchObject({ exempt: { by: 'maria', reason: 'logins fail' } });
  });

  test.each(['start', 'promote'] as const)('no other image than stage has had: %s', async (course) => {
    await expect(world.toProd(course, 'in a hurry')).resolves.toBeDefined();
    const other = await staged();
    const ran = other.digest('mozilla/balrog', '3.111');
    other.balrog.registry.push('mozilla/balrog', 'v3.111', { source: 'another build' });
    await expect(other.toProd(course, 'in a hurry')).rejects.toThrow(
      `public 3.111 is ${ran} in stage, and would be ${other.digest('mozilla/balrog', '3.111')}: the digest differs`,
    );
  });
});
