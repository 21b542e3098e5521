/** Watches of the practice API server: what happened after a version, bookmarks, and 410 where that is forgotten. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { rolloutRef } from '../../../src/activities/rollouts/rollout.ts';
import { practiceToken } from '../../../src/practice/kubernetes/index.ts';
import { startCluster } from '../../support/kubernetes-practice.ts';

let cluster: Awaited<ReturnType<typeof startCluster>>;
beforeEach(async () => {
  cluster = await startCluster();
});
afterEach(() => cluster.stop());

const web = rolloutRef({ rollout: 'web', namespace: 'shop' });
const url = () => `${cluster.url}/kubernetes/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts`;
const headers = { authorization: `Bearer ${practiceToken}` };
const signal = new AbortController().signal;
const version = async () => (await cluster.client.get(web, signal)).metadata?.resourceVersion ?? '';

const lineSchema = z.object({ type: z.string(), object: z.record(z.string(), z.unknown()) });
type Line = z.output<typeof lineSchema>;

describe('watches', () => {
  async function lines(query: string, until: (line: Line) => boolean) {
    const response = await fetch(`${url()}?watch=true&${query}`, { headers });
    const seen: Line[] = [];
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const whole = text.split('\n');
      text = whole.pop() ?? '';
      for (const line of whole) seen.push(lineSchema.parse(JSON.parse(line)));
      if (seen.some(until)) break;
    }
    return seen;
  }

  test('give what happened after a version', async () => {
    const from = await version();
    await cluster.client.mergePatch(web, { metadata: { annotations: { a: '1' } } }, { key: 'k', signal });
    const seen = await lines(`resourceVersion=${from}`, () => true);
    expect(seen[0]).toMatchObject({ type: 'MODIFIED', object: { metadata: { annotations: { a: '1' } } } });
  });

  test('end when their time is over, with bookmarks on the way if they are wanted', async () => {
    const seen = await lines('resourceVersion=0&timeoutSeconds=2&allowWatchBookmarks=true', () => false);
    expect(seen.map(({ type }) => type)).toEqual(['ADDED', 'BOOKMARK']);
  });

  test('of a forgotten version get 410 as an event', async () => {
    const from = await version();
    cluster.system.forgetEvents();
    const seen = await lines(`resourceVersion=${from}`, () => true);
    expect(seen).toMatchObject([{ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }]);
  });
});
