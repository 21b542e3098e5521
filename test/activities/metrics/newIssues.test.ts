/** `metrics.newIssues` against the practised Sentry. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newIssues } from '../../../src/activities/metrics/index.ts';
import { createSentry } from '../../../src/practice/sentry/index.ts';
import type { Sentry } from '../../../src/practice/sentry/index.ts';
import { createTraffic } from '../../../src/practice/traffic/index.ts';
import { checkContext } from '../../support/check-context.ts';
import { startPracticeSystem } from '../../support/practice-system.ts';
import type { StartedPracticeSystem } from '../../support/practice-system.ts';

describe('metrics.newIssues', () => {
  let started: StartedPracticeSystem<Sentry>;
  beforeEach(async () => {
    process.env['TEST_SENTRY_TOKEN'] = 'sentry-practice';
    started = await startPracticeSystem((world) =>
      createSentry(world, {
        traffic: createTraffic(world, { services: {}, liveVersions: () => [] }),
        projects: ['admin', 'app'],
      }),
    );
  });
  afterEach(() => started.stop());

  const report = (value: string, over: object = {}) =>
    started.system.report({
      project: 'app',
      release: '2',
      environment: 'prod',
      type: 'Error',
      value,
      culprit: 'x',
      ...over,
    });
  const context = (over: { since?: number } = {}) =>
    checkContext({
      ...over,
      systems: {
        sentry: {
          type: 'sentry',
          url: `${started.url}/sentry`,
          organization: 'practice',
          token: { env: 'TEST_SENTRY_TOKEN' },
        },
      },
    });
  const find = (input: object = {}, over: { since?: number } = {}) =>
    newIssues.definition.find(
      newIssues.definition.input.parse({ projects: ['admin', 'app'], release: '2', ...input }),
      context(over),
    );

  test('finds issues that are new or regressed in the release, with links', async () => {
    expect(await find()).toEqual([]);
    report('old', { release: '1' });
    report('old');
    const fresh = report('new');
    const back = report('back', { release: '1' });
    started.system.resolve(back.id);
    report('back');
    const found = await find();
    expect(found).toEqual([
      { id: fresh.id, kind: 'new', title: expect.stringMatching(/^APP-\w .*new/), link: expect.any(String) },
      {
        id: back.id,
        kind: 'regressed',
        title: expect.stringMatching(/^APP-\w .*back/),
        link: expect.any(String),
      },
    ]);
    expect(found.every(({ link }) => link?.startsWith('http://127.0.0.1'))).toBe(true);
  });

  test('can be tried while a release is planned, and refuses a credential that does not suffice', async () => {
    const verify = () =>
      newIssues.definition.verify?.(newIssues.definition.input.parse({ projects: ['app'] }), context());
    expect(await verify()).toEqual([]);
    process.env['TEST_SENTRY_TOKEN'] = 'revoked';
    await expect(verify()).rejects.toMatchObject({ type: 'permission-denied', nonRetryable: true });
  });

  test('keeps to its projects and its environment', async () => {
    report('elsewhere', { environment: 'stage' });
    report('admin’s', { project: 'admin' });
    expect(await find({ environment: 'prod' })).toHaveLength(1);
    expect(await find({ projects: ['app'], environment: 'prod' })).toEqual([]);
  });

  test('without a release, finds what was first seen since the watch began', async () => {
    report('now');
    expect(await find({ release: undefined }, { since: Date.now() - 10_000 })).toHaveLength(1);
    expect(await find({ release: undefined }, { since: Date.now() + 10_000 })).toEqual([]);
  });

  test('goes through all pages', async () => {
    for (let i = 0; i < 103; i += 1) report(`issue ${i}`);
    expect(await find()).toHaveLength(103);
  });

  test('waits as long as Sentry’s window takes to reset, and parks without permission', async () => {
    started.world.faults.add({ kind: { type: 'rate-limit', retryAfterSeconds: 60 } });
    const limited = await find().catch((error: unknown) => error);
    expect(limited).toMatchObject({ type: 'rate-limited', nonRetryable: false });
    expect((limited as { nextRetryDelay: number }).nextRetryDelay).toBeGreaterThan(50_000);
    process.env['TEST_SENTRY_TOKEN'] = 'revoked';
    await expect(find()).rejects.toMatchObject({ type: 'permission-denied', nonRetryable: true });
  });

  test.each([[{ release: '2" OR x:"' }], [{ projects: ['a b'] }], [{ projects: [] }]])(
    'refuses %j as input',
    (input) => {
      expect(newIssues.definition.input.safeParse({ projects: ['app'], ...input }).success).toBe(false);
    },
  );
});
