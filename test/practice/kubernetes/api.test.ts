/** The practice API server answers as a real one does, the awkward answers included. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { kubernetesPractice, practiceToken } from '../../../src/practice/kubernetes/index.ts';
import { startPracticeSystem } from '../../support/practice-system.ts';
import { webShop } from '../../support/kubernetes-practice.ts';

type Started = Awaited<ReturnType<typeof start>>;
const start = () => startPracticeSystem(kubernetesPractice({ applications: [webShop] }));

let world: Started;
beforeEach(async () => {
  world = await start();
});
afterEach(() => world.stop());

const rollout = '/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web';
const application = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/shop';
const deployment = '/apis/apps/v1/namespaces/shop/deployments/admin';

/** As much of an answer as these tests read. */
const bodySchema = z.looseObject({
  metadata: z
    .looseObject({
      resourceVersion: z.string().optional(),
      annotations: z.unknown().optional(),
      labels: z.unknown().optional(),
    })
    .default({}),
  items: z.array(z.unknown()).optional(),
  spec: z.unknown().optional(),
});

async function call(method: string, path: string, body?: unknown, type = 'application/merge-patch+json') {
  const response = await fetch(`${world.url}/kubernetes${path}`, {
    method,
    headers: {
      authorization: `Bearer ${practiceToken}`,
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: bodySchema.parse(await response.json()) };
}

describe('objects', () => {
  test('are refused to whoever has no token', async () => {
    const response = await fetch(`${world.url}/kubernetes${rollout}`);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ kind: 'Status', reason: 'Unauthorized', code: 401 });
  });

  test('that are missing are named in a Status', async () => {
    expect(await call('GET', `${rollout}-x`)).toMatchObject({
      status: 404,
      body: { kind: 'Status', reason: 'NotFound', message: 'rollouts.argoproj.io "web-x" not found' },
    });
  });

  test('are made, replaced and removed', async () => {
    const { body: pod } = await call(
      'POST',
      '/api/v1/namespaces/shop/pods',
      { metadata: { name: 'one' }, spec: {} },
      'application/json',
    );
    expect(pod).toMatchObject({
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'one', namespace: 'shop', generation: 1 },
    });
    expect(
      await call('POST', '/api/v1/namespaces/shop/pods', { metadata: { name: 'one' } }, 'application/json'),
    ).toMatchObject({
      status: 409,
      body: { reason: 'AlreadyExists' },
    });
    pod.metadata.labels = { colour: 'red' };
    expect(await call('PUT', '/api/v1/namespaces/shop/pods/one', pod, 'application/json')).toMatchObject({
      status: 200,
    });
    expect(
      (await call('GET', '/api/v1/namespaces/shop/pods?labelSelector=colour%3Dred')).body.items,
    ).toHaveLength(1);
    expect(await call('DELETE', '/api/v1/namespaces/shop/pods/one')).toMatchObject({ status: 200 });
    expect(await call('GET', '/api/v1/namespaces/shop/pods/one')).toMatchObject({ status: 404 });
  });

  test('refuse a write that rests on an old version', async () => {
    const stale = { metadata: { resourceVersion: '1', annotations: { a: 'b' } } };
    expect(await call('PATCH', rollout, stale)).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
  });

  test('refuse what their schema refuses', async () => {
    expect(await call('PATCH', rollout, { spec: { template: { spec: { containers: [] } } } })).toMatchObject({
      status: 422,
      body: { reason: 'Invalid' },
    });
    expect(await call('PATCH', application, { operation: { sync: 'now' } })).toMatchObject({ status: 422 });
  });
});

describe('patches', () => {
  test('of JSON are lists of operations: an object gives 400', async () => {
    expect(await call('PATCH', rollout, { metadata: {} }, 'application/json-patch+json')).toMatchObject({
      status: 400,
    });
    const operations = [{ op: 'add', path: '/metadata/labels/slipway.dev~1touched', value: 'yes' }];
    const { body } = await call('PATCH', rollout, operations, 'application/json-patch+json');
    expect(body.metadata.labels).toMatchObject({ 'slipway.dev/touched': 'yes' });
  });

  test('of the strategic kind are 415 for custom resources and merge lists by name for built-in ones', async () => {
    const type = 'application/strategic-merge-patch+json';
    expect(await call('PATCH', rollout, {}, type)).toMatchObject({
      status: 415,
      body: { reason: 'UnsupportedMediaType' },
    });
    const patch = { spec: { template: { spec: { containers: [{ name: 'admin', env: [] }] } } } };
    const { body } = await call('PATCH', deployment, patch, type);
    const containers = [{ name: 'admin', image: 'example.com/admin:1', env: [] }];
    expect(body.spec).toMatchObject({ template: { spec: { containers } } });
  });

  test('sent to the wrong endpoint are ignored silently', async () => {
    const status = await call('PATCH', rollout, { status: { phase: 'Invented' } });
    expect(status).toMatchObject({ status: 200, body: { status: { phase: 'Healthy' } } });
    const spec = await call('PATCH', `${rollout}/status`, { spec: { replicas: 99 } });
    expect(spec).toMatchObject({ status: 200, body: { spec: { replicas: 2 } } });
  });

  test('of an Application’s status have no endpoint of their own', async () => {
    expect(await call('PATCH', `${application}/status`, { status: {} })).toMatchObject({ status: 404 });
    expect(await call('PATCH', application, { status: { reconciledAt: 'never' } })).toMatchObject({
      body: { status: { reconciledAt: 'never' } },
    });
  });

  test('that change nothing make no new version', async () => {
    const { body: before } = await call('GET', deployment);
    const { body: after } = await call('PATCH', deployment, { spec: { replicas: 2 } });
    expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
  });
});
