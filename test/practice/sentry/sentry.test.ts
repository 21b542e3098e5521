/** The practised Sentry: search, cursors, refusals, and issues that follow from traffic. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createSentry } from '../../../src/practice/sentry/index.ts';
import type { Sentry } from '../../../src/practice/sentry/index.ts';
import { createTraffic } from '../../../src/practice/traffic/index.ts';
import type { LiveVersion, Traffic } from '../../../src/practice/traffic/index.ts';
import { startPracticeSystem } from '../../support/practice-system.ts';
import type { StartedPracticeSystem } from '../../support/practice-system.ts';

interface Found {
  id: string;
  title: string;
  substatus: string;
  permalink: string;
}

const event = (value: string, over: object = {}) => ({
  project: 'admin',
  release: '1',
  environment: 'prod',
  type: 'ValueError',
  value,
  culprit: 'app.views',
  ...over,
});

describe('the practised Sentry', () => {
  let started: StartedPracticeSystem<Sentry>;
  let traffic: Traffic;
  let live: LiveVersion[];
  beforeEach(async () => {
    live = [];
    started = await startPracticeSystem((world) => {
      traffic = createTraffic(world, {
        services: { app: { requestsPerSecond: 10, errorRate: 0, latencySeconds: 0.1 } },
        liveVersions: () => live,
      });
      return createSentry(world, {
        traffic,
        organization: 'mozilla',
        token: 't',
        projects: ['admin', 'app'],
      });
    });
  });
  afterEach(() => started.stop());

  const get = (parameters: Record<string, string>, token = 't', organization = 'mozilla') =>
    fetch(
      `${started.url}/sentry/api/0/organizations/${organization}/issues/?${new URLSearchParams(parameters)}`,
      {
        headers: { authorization: `Bearer ${token}` },
      },
    );
  const titles = async (query: string, more: Record<string, string> = {}) =>
    ((await (await get({ query, ...more })).json()) as Found[]).map(({ title }) =>
      title.replace('ValueError: ', ''),
    );

  test('finds issues by status, release, project, environment and text', async () => {
    started.system.report(event('old'));
    started.system.report(event('old', { release: '2' }));
    started.system.report(event('new', { release: '2', project: 'app' }));
    started.system.report(event('staged', { release: '2', environment: 'stage' }));
    expect(await titles('is:unresolved first-release:"2"')).toEqual(['staged', 'new']);
    expect(await titles('firstRelease:2', { environment: 'prod' })).toEqual(['new']);
    expect((await titles('release:2')).sort()).toEqual(['new', 'old', 'staged']);
    expect(await titles('first-release:2 project:[app]')).toEqual(['new']);
    expect(await titles('first-release:2', { project: 'admin' })).toEqual(['staged']);
    expect(await titles('!release:1 stag')).toEqual(['staged']);
    expect(await titles('is:resolved')).toEqual([]);
  });

  test('calls a resolved issue that comes back a regression', async () => {
    const { id } = started.system.report(event('again'));
    started.system.resolve(id);
    expect(await titles('is:resolved')).toEqual(['again']);
    started.system.report(event('again', { release: '2' }));
    expect(await titles('is:unresolved regressed_in_release:"2"')).toEqual(['again']);
    expect(await titles('is:regressed')).toEqual(['again']);
  });

  test('compares times', async () => {
    started.system.report(event('now'));
    const [past, future] = [new Date(Date.now() - 1000), new Date(Date.now() + 1000)].map((date) =>
      date.toISOString(),
    );
    expect(await titles(`firstSeen:>=${past}`)).toEqual(['now']);
    expect(await titles(`firstSeen:>${future}`)).toEqual([]);
    expect(await titles(`lastSeen:<${future}`)).toEqual(['now']);
  });

  test('goes through pages by the cursor of its Link header', async () => {
    for (const value of ['a', 'b', 'c']) started.system.report(event(value));
    const first = await get({ query: '', limit: '2' });
    expect(await first.json()).toHaveLength(2);
    const cursor = /rel="next"; results="true"; cursor="([^"]+)"/.exec(first.headers.get('link') ?? '')?.[1];
    const second = await get({ query: '', limit: '2', cursor: cursor ?? '' });
    expect(await second.json()).toHaveLength(1);
    expect(second.headers.get('link')).toContain('rel="next"; results="false"');
  });

  test('shows what a version throws while it meets traffic', async () => {
    const exception = { type: 'KeyError', value: 'product', culprit: 'auslib' };
    traffic.behave('app', '2', { errorRate: 0.3, exception });
    expect(await titles('first-release:2')).toEqual([]);
    live = [{ service: 'app', version: '2', share: 0.1, labels: { environment: 'prod' } }];
    expect(await titles('first-release:2', { environment: 'prod' })).toEqual(['KeyError: product']);
    const [issue] = (await (await get({ query: 'first-release:2' })).json()) as Found[];
    const one = await fetch(`${started.url}/sentry/api/0/organizations/mozilla/issues/${issue?.id}/`, {
      headers: { authorization: 'Bearer t' },
    });
    expect(await one.json()).toMatchObject({ firstRelease: { version: '2' }, substatus: 'new' });
  });

  test('refuses strangers, other organizations, and searches it does not know', async () => {
    expect((await get({}, 'wrong')).status).toBe(401);
    expect((await get({}, 't', 'other')).status).toBe(404);
    expect((await get({ query: 'dance:yes' })).status).toBe(400);
    expect((await get({ query: 'is:dancing' })).status).toBe(400);
    expect((await get({ project: 'nowhere' })).status).toBe(400);
  });
});
