import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { CheckContext } from '../../../src/activities/check.ts';
import { tcpProbe } from '../../../src/activities/metrics/tcpProbe.ts';
import { connectTcp } from '../../../src/worker/tcp-client.ts';

const look = (port: number, signal = new AbortController().signal) =>
  tcpProbe.definition.sample(tcpProbe.definition.input.parse({ host: '127.0.0.1', port }), {
    clients: { tcp: { connect: connectTcp } },
    signal,
  } as unknown as CheckContext);

async function listening(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

describe('a port', () => {
  test('is up while it takes connections, and down when it refuses them', async () => {
    const server = await listening();
    expect(await look(server.port)).toEqual({
      value: 1,
      says: `127.0.0.1:${server.port} took the connection`,
    });
    await server.close();
    expect(await look(server.port)).toMatchObject({
      value: 0,
      says: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('is not judged by a look that was cancelled', async () => {
    const { port, close } = await listening();
    await expect(look(port, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    await close();
  });

  test('of a host that is no host is refused beforehand', () => {
    const { input } = tcpProbe.definition;
    expect(input.safeParse({ host: 'a b; rm', port: 1 }).success).toBe(false);
    expect(input.safeParse({ host: 'db', port: 70_000 }).success).toBe(false);
  });
});
