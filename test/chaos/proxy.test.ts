/** What passes between worker and world in the certification: also a command in a pod, which goes over a websocket. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openProxy } from '../../bench/chaos/proxy.ts';
import type { Proxy } from '../../bench/chaos/proxy.ts';
import { Tripwire } from '../../bench/chaos/tripwire.ts';
import { practiceToken } from '../../src/practice/kubernetes/index.ts';
import { createKubernetesClient } from '../../src/worker/kubernetes.ts';
import { startPods } from '../support/pods-world.ts';
import type { StartedPods } from '../support/pods-world.ts';

let pods: StartedPods;
let proxy: Proxy;
let tripwire: Tripwire;
beforeEach(async () => {
  pods = await startPods();
  tripwire = new Tripwire();
  proxy = await openProxy(tripwire, Number(new URL(pods.url).port));
});
afterEach(async () => {
  await proxy.stop();
  await pods.stop();
});

const run = (pod: string) =>
  createKubernetesClient({ server: `${proxy.url}/kubernetes`, token: practiceToken }).exec(
    { namespace: 'shop', pod },
    ['diagnose'],
    AbortSignal.timeout(20_000),
  );

test('a command in a pod is run through the proxy, and is seen there', async () => {
  expect(await run('queue-1')).toMatchObject({ exitCode: 0, stdout: 'stuck: 3\n' });
  const seen = tripwire.events.flatMap((event) =>
    event.type === 'request' && event.path.includes('/exec') ? [event.side] : [],
  );
  expect(seen).toEqual(['before', 'after']);
});

test('a refusal comes through as it is', async () => {
  await expect(run('queue-9')).rejects.toMatchObject({ type: 'not-found' });
});
