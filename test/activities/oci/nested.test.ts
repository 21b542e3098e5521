/** A registry whose index lists itself keeps nobody: neither a step that reads an image, nor a plan. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { originOf } from '../../../runbooks/registry.ts';
import type { HttpClient } from '../../../src/activities/clients.ts';
import { configOf } from '../../../src/activities/oci/manifests.ts';

const digest = `sha256:${'a'.repeat(64)}`;
let asked = 0;
const registry = createServer((_, response) => {
  asked += 1;
  response.setHeader('content-type', 'application/vnd.oci.image.index.v1+json');
  response.end(JSON.stringify({ manifests: [{ digest }] }));
});
let oci: HttpClient;
const { signal } = new AbortController();

beforeAll(async () => {
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
  oci = { baseUrl, fetch: (path, init) => fetch(`${baseUrl}${path}`, init) };
});
afterAll(() => {
  registry.closeAllConnections();
  registry.close();
});

test('a step says so', async () => {
  asked = 0;
  await expect(configOf(oci, { repository: 'shop', reference: digest }, signal)).rejects.toMatchObject({
    type: 'refused',
    message: expect.stringContaining('indexes within indexes'),
  });
  expect(asked).toBe(4);
});

test('a plan takes it for an image that does not tell what it was built from', async () => {
  const refuse = (why: string): never => {
    throw new Error(why);
  };
  const facts = { clients: { oci }, signal, refuse } as unknown as Parameters<typeof originOf>[0];
  asked = 0;
  expect(await originOf(facts, 'shop', digest)).toEqual({});
  expect(asked).toBe(4);
});
