/** Ports of servers that are started again where they were. */
import { expect, test } from '@jest/globals';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { firstFree, freePort, isFree } from '../../src/loopback/ports.ts';

test('a free port is none that the system gives to outgoing connections', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
  expect(ports.filter((port) => port < 20_000 || port >= 32_768)).toEqual([]);
  expect(new Set(ports).size).toBeGreaterThan(1);
});

test('a port that is listened on is passed over', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect(await isFree(port)).toBe(false);
  expect(await firstFree([port])).not.toBe(port);
  server.close();
  await once(server, 'close');
  expect(await firstFree([port])).toBe(port);
});
