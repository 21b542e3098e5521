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
  const sample = (input: object = {}, context: { acknowledged?: string[]; since?: number } = {}) =>
    newIssues.definition.sample(
      newIssues.definition.input.parse({ projects: ['admin', 'app'], release: '2', ...input }),
      checkContext({
        ...context,
        systems: {
          sentry: {
            type: 'sentry',
            url: `${started.url}/sentry`,
            organization: 'practice',
            token: { env: 'TEST_SENTRY_TOKEN' },
          },
        },
      }),
    );

  test('counts issues that are new or regressed in the release, with links', async () => {
    expect(await sample()).toEqual({ value: 0, says: '0 new issues', findings: [] });
    report('old', { release: '1' });
    report('old');
    report('new');
    const back = report('back', { release: '1' });
    started.system.resolve(back.id);
    report('back');
    const { value, says, findings } = await sample();
    expect(value).toBe(2);
    expect(says).toMatch(/^2 new issues: APP-\w, APP-\w$/);
    expect(findings).toHaveLength(2);
    expect(findings?.every(({ link }) => link?.startsWith('http://127.0.0.1'))).toBe(true);
  });

  test('counts no issue twice, and none that a person has acknowledged', async () => {
    const known = report('known');
    report('unknown');
    const { value, findings } = await sample({}, { acknowledged: [known.id] });
    expect(value).toBe(1);
    expect(findings).toMatchObject([{ title: expect.stringContaining('unknown') }]);
  });

  test('keeps to its projects and its environment', async () => {
    report('elsewhere', { environment: 'stage' });
    report('admin’s', { project: 'admin' });
    expect((await sample({ environment: 'prod' })).value).toBe(1);
    expect((await sample({ projects: ['app'], environment: 'prod' })).value).toBe(0);
  });

  test('without a release, counts what was first seen since the watch began', async () => {
    report('now');
    expect((await sample({ release: undefined }, { since: Date.now() - 10_000 })).value).toBe(1);
    expect((await sample({ release: undefined }, { since: Date.now() + 10_000 })).value).toBe(0);
  });

  test('goes through all pages', async () => {
    for (let i = 0; i < 103; i += 1) report(`issue ${i}`);
    expect((await sample()).value).toBe(103);
  });

  test('waits as long as Sentry’s window takes to reset, and parks without permission', async () => {
    started.world.faults.add({ kind: { type: 'rate-limit', retryAfterSeconds: 60 } });
    const limited = await sample().catch((error: unknown) => error);
    expect(limited).toMatchObject({ type: 'rate-limited', nonRetryable: false });
    expect((limited as { nextRetryDelay: number }).nextRetryDelay).toBeGreaterThan(50_000);
    process.env['TEST_SENTRY_TOKEN'] = 'revoked';
    await expect(sample()).rejects.toMatchObject({ type: 'permission-denied', nonRetryable: true });
  });

  test.each([[{ release: '2" OR x:"' }], [{ projects: ['a b'] }], [{ projects: [] }]])(
    'refuses %j as input',
    (input) => {
      expect(newIssues.definition.input.safeParse({ projects: ['app'], ...input }).success).toBe(false);
    },
  );
});
