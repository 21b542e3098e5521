/** `kubernetes.runJob` against the practice cluster. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { podOf } from '../../../src/activities/kubernetes/job-pod.ts';
import { attempt, contextFor, failureOf, observe, undo } from '../../support/attempt.ts';
import { eventually } from '../../support/eventually.ts';
import { startPods } from '../../support/pods-world.ts';
import type { StartedPods } from '../../support/pods-world.ts';

const step = steps.get('kubernetes.runJob') as Step;
const input = { namespace: 'shop', name: 'migrate', image: 'example.com/tools:1', command: ['migrate'] };

describe('kubernetes.runJob', () => {
  let pods: StartedPods;
  beforeEach(async () => {
    pods = await startPods();
  });
  afterEach(() => pods.stop());
  const context = (key = 'key-1') => contextFor({ kubernetes: pods.client }, { key });
  const run = (more: Record<string, Json> = {}, key = 'key-1') =>
    attempt(step, { ...input, ...more }, context(key));
  const state = () => pods.system.snapshot();

  test('runs once, and keeps what was said', async () => {
    const { output } = await run();
    expect(output).toEqual({
      job: 'migrate-key-1',
      pod: expect.stringMatching(/^migrate-key-1-/),
      log: 'begun\nrun 1',
    });
    expect(state().kept).toEqual({ shop: { runs: 1 } });
  });

  test('does not run again for the same order, and runs again for another', async () => {
    await run();
    await run();
    expect(state().kept).toEqual({ shop: { runs: 1 } });
    await run({}, 'key-2');
    expect(state().kept).toEqual({ shop: { runs: 2 } });
  });

  test('never runs beside another of its name', async () => {
    await pods.stop();
    pods = await startPods(50);
    const over = new AbortController();
    const { signal } = over;
    const begun = attempt(step, input, contextFor({ kubernetes: pods.client }, { key: 'a', signal }));
    begun.catch(() => undefined);
    await eventually(
      () => Promise.resolve(state().jobs),
      (jobs) => Object.keys(jobs).length > 0,
    );
    const failure = await failureOf(observe(step, input, context('b')));
    expect([failure.type, failure.nonRetryable]).toEqual(['conflict', true]);
    expect(failure.message).toContain('shop/migrate-a has not ended');
    await expect(observe(step, { ...input, name: 'other' }, context('b'))).resolves.toMatchObject({
      state: 'absent',
    });
    over.abort();
    await expect(begun).rejects.toThrow();
  });

  test('fails with its exit code and its last lines', async () => {
    const failure = await failureOf(run({ command: ['fail'] }));
    expect([failure.type, failure.nonRetryable]).toEqual(['failed', true]);
    expect(failure.message).toContain('exit code 2');
    expect(failure.message).toContain('Its last lines: begun\nError: it broke');
  });

  test('that can’t start is stopped, with the kubelet’s reason, and never starts later', async () => {
    const failure = await failureOf(run({ image: 'example.com/tools:bad', startSeconds: 1 }));
    expect(failure.type).toBe('failed');
    expect(failure.message).toContain('ImagePullBackOff');
    expect(state().jobs).toEqual({});
  });

  test('is stopped by its undo while it runs; what has ended stays done', async () => {
    const { known } = await run();
    expect(await undo(step, known, context())).toContain('had ended (complete); what it has done stays');
    expect(state()).toMatchObject({ jobs: {}, kept: { shop: { runs: 1 } } });
    expect(await undo(step, known, context())).toBe('Nothing to undo: it never happened.');
  });

  test('needs an image or a Deployment that it is like', () => {
    expect(step.input.safeParse({ namespace: 'shop', name: 'migrate' }).success).toBe(false);
    expect(step.input.safeParse({ ...input, name: 'Not a name' }).success).toBe(false);
  });
});

describe('the pod of a Job that is like a Deployment’s', () => {
  const secret = { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } };
  const proxy = { name: 'proxy', image: 'proxy:1', readinessProbe: { tcpSocket: { port: 1 } } };
  const model = {
    metadata: { name: 'web' },
    spec: {
      template: {
        spec: {
          serviceAccountName: 'web',
          terminationGracePeriodSeconds: 90,
          volumes: [{ name: 'keys', secret: { secretName: 'keys' } }],
          containers: [
            {
              name: 'web',
              image: 'web:1',
              ports: [{ containerPort: 80 }],
              command: ['serve'],
              env: [secret, { name: 'THREADS', value: '2' }],
              livenessProbe: { httpGet: { port: 80 } },
              volumeMounts: [{ name: 'keys', mountPath: '/keys' }],
            },
            proxy,
          ],
        },
      },
    },
  };
  const like = { deployment: 'web', container: 'web', beside: ['proxy'] };

  test('has its environment, its rights and its volumes, secrets as references, and no probe of it', () => {
    expect(podOf({ like, command: ['migrate'], env: { THREADS: '1' } }, model)).toEqual({
      serviceAccountName: 'web',
      volumes: [{ name: 'keys', secret: { secretName: 'keys' } }],
      initContainers: [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' }],
      containers: [
        {
          name: 'job',
          image: 'web:1',
          command: ['migrate'],
          env: [secret, { name: 'THREADS', value: '1' }],
          volumeMounts: [{ name: 'keys', mountPath: '/keys' }],
        },
      ],
    });
  });

  test.each([
    [{ ...like, container: undefined }, 'has several containers: say which of web, proxy'],
    [{ ...like, container: 'app' }, 'has no container app; it has web, proxy'],
    [{ ...like, beside: ['db'] }, 'has no container db'],
  ])('says what is wrong with %j', (wrong, says) => {
    expect(() => podOf({ like: wrong, env: {} }, model)).toThrow(says);
  });
});
