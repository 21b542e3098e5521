/** `kubernetes.podsHealthy`: pods as the API server describes them. */
import { describe, expect, test } from '@jest/globals';
import type { CheckContext, Sample } from '../../../src/activities/check.ts';
import type { ClusterObject } from '../../../src/activities/kubernetes/client.ts';
import { podsHealthy } from '../../../src/activities/kubernetes/podsHealthy.ts';

const since = Date.parse('2026-03-01T12:00:00Z');
const now = since + 10 * 60_000;
const iso = (seconds: number): string => new Date(since + seconds * 1000).toISOString();

/** As it comes from the wire. */
const pod = (
  name: string,
  status: object = {},
  container: object = {},
  metadata: object = {},
): ClusterObject =>
  JSON.parse(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, uid: `uid-${name}`, creationTimestamp: iso(-3600), ...metadata },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: iso(-3500) }],
        containerStatuses: [
          { name: 'app', ready: true, restartCount: 0, state: { running: {} }, ...container },
        ],
        ...status,
      },
    }),
  ) as ClusterObject;
const ended = (seconds: number, reason = 'Error', exitCode = 1) => ({
  restartCount: 1,
  lastState: { terminated: { reason, exitCode, finishedAt: iso(seconds) } },
});

const asked: unknown[] = [];
const context = (pods: readonly ClusterObject[], acknowledged: readonly string[] = []): CheckContext =>
  ({
    clients: {
      kubernetes: {
        async list(collection: unknown, { labels }: { labels: unknown }) {
          asked.push({ collection, labels });
          return pods;
        },
      },
    },
    signal: new AbortController().signal,
    now: () => now,
    since,
    acknowledged,
  }) as unknown as CheckContext;

const check = podsHealthy.definition;
const given = (over: object = {}): unknown =>
  check.input.parse({ namespace: 'shop', labels: { app: 'web' }, ...over });
const sample = (
  pods: readonly ClusterObject[],
  over = {},
  acknowledged: readonly string[] = [],
): Promise<Sample> => check.sample(given(over), context(pods, acknowledged));

describe('the pods of a workload', () => {
  test('are well when they are ready and none was restarted since the watch began', async () => {
    const old = pod('old', {}, ended(-600, 'OOMKilled', 137));
    expect(await sample([pod('a'), old])).toEqual({ value: 0, says: 'all 2 pods are well', findings: [] });
    expect(asked.at(-1)).toEqual({
      collection: { apiVersion: 'v1', kind: 'Pod', plural: 'pods', namespace: 'shop' },
      labels: { app: 'web' },
    });
  });

  test.each([
    [
      'killed for its memory',
      pod('x', {}, ended(60, 'OOMKilled', 137)),
      'container app was restarted (OOMKilled, exit code 137)',
    ],
    [
      'made since and restarted at once',
      pod('x', {}, { restartCount: 2 }, { creationTimestamp: iso(30) }),
      'container app was restarted',
    ],
    [
      'in a loop of crashes that began before',
      pod('x', {}, { ...ended(-60), state: { waiting: { reason: 'CrashLoopBackOff' } } }),
      'container app waits in CrashLoopBackOff, last ended: Error, exit code 1',
    ],
    [
      'without its image',
      pod('x', { phase: 'Pending' }, { state: { waiting: { reason: 'ImagePullBackOff' } } }),
      'container app waits in ImagePullBackOff',
    ],
    [
      'whose first container fails',
      pod('x', { initContainerStatuses: [{ name: 'init', ...ended(5) }] }),
      'container init was restarted (Error, exit code 1)',
    ],
    ['evicted', pod('x', { phase: 'Failed', reason: 'Evicted', conditions: [] }), 'failed (Evicted)'],
    [
      'not ready for long',
      pod('x', { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: iso(60) }] }),
      'is not ready',
    ],
  ])('are not when one is %s', async (_, bad, why) => {
    const { value, says, findings } = await sample([pod('a'), bad]);
    expect(value).toBe(1);
    expect(says).toBe(`pod x: ${why}`);
    expect(findings).toEqual([{ id: expect.stringMatching(/^pod:uid-x:\d$/), title: says }]);
  });

  test('may take their time to become ready, to be removed and to end', async () => {
    const waiting = (status: string, seconds: number) => ({
      conditions: [{ type: 'Ready', status, lastTransitionTime: iso(seconds) }],
    });
    const leaving = pod('gone', waiting('False', 0), {}, { deletionTimestamp: iso(500) });
    const starting = pod('new', waiting('False', 540), {
      state: { waiting: { reason: 'ContainerCreating' } },
    });
    const job = pod('job', { ...waiting('False', 0), phase: 'Succeeded' });
    expect((await sample([pod('a'), leaving, starting, job])).value).toBe(0);
    expect((await sample([pod('a'), starting], { readyWithinSeconds: 30 })).value).toBe(1);
  });

  test('must be as many as are wanted', async () => {
    expect(await sample([])).toMatchObject({ value: 1, says: '0 of at least 1 are ready' });
    expect(await sample([pod('a')], { minimum: 3 })).toMatchObject({ value: 2 });
  });

  test('are told three at most', async () => {
    const all = ['a', 'b', 'c', 'd', 'e'].map((name) => pod(name, {}, ended(1)));
    const { value, says } = await sample(all);
    expect(value).toBe(5);
    expect(says).toMatch(/^pod a: .*; pod b: .*; pod c: [^;]*; and 2 more$/);
  });

  test('are explained restart by restart', async () => {
    const known = ['pod:uid-a:1'];
    expect((await sample([pod('a', {}, ended(1))], {}, known)).value).toBe(0);
    expect((await sample([pod('a', {}, { ...ended(1), restartCount: 2 })], {}, known)).value).toBe(1);
  });

  test('that there are none of yet is a warning of the plan', async () => {
    expect(await check.verify?.(given(), context([pod('a')]))).toEqual([]);
    expect(await check.verify?.(given(), context([]))).toEqual([
      { severity: 'warning', says: 'there are no pods of app=web in shop now' },
    ]);
  });

  test.each([{ labels: {} }, { namespace: 'a/b' }, { minimum: -1 }])('refuses %j as input', (over) => {
    expect(check.input.safeParse({ namespace: 'shop', labels: { app: 'web' }, ...over }).success).toBe(false);
  });
});
