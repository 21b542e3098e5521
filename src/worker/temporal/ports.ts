/** Loopback ports: is one free, and give me a free one. */
import { createServer } from 'node:net';

/** Tries to listen; the port is free if that works. `0` asks the system for any. */
function tryListen(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const got = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(got));
    });
  });
}

export const isFree = async (port: number, host = '127.0.0.1'): Promise<boolean> =>
  (await tryListen(port, host)) !== undefined;

export async function freePort(host = '127.0.0.1'): Promise<number> {
  const port = await tryListen(0, host);
  if (port === undefined) throw new Error(`No free port could be had on ${host}.`);
  return port;
}

/** The first of `wanted` that is free, else any. */
export async function firstFree(wanted: readonly number[], host = '127.0.0.1'): Promise<number> {
  for (const port of wanted) if (await isFree(port, host)) return port;
  return freePort(host);
}
