/** Loopback ports: is one free, and give me a free one. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that systems give to outgoing connections (Linux from 32,768 on, others from 49,152 on): one that was listened on is
 * still free when its server starts again, whatever else the machine does.
 */
const range = { from: 20_000, below: 32_768 };
const tries = 100;

/** Tries to listen; the port is free if that works. */
export const isFree = (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });

export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let count = 0; count < tries; count += 1) {
    const port = randomInt(range.from, range.below);
    if (await isFree(port, host)) return port;
  }
  throw new Error(`No free port could be had on ${host}: ${tries} from ${range.from} on are in use.`);
}

/** The first of `wanted` that is free, else any. */
export async function firstFree(wanted: readonly number[], host = '127.0.0.1'): Promise<number> {
  for (const port of wanted) if (await isFree(port, host)) return port;
  return freePort(host);
}
