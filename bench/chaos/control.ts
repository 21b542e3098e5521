/** Where the hook in a worker reports to: that it lives, and each activity, which goes on when it is answered. */
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { activityEventSchema } from './event.ts';
import type { Tripwire } from './tripwire.ts';

export interface Control {
  readonly url: string;
  /** Resolves, with the time, once this worker polls. */
  live(pid: number): Promise<number>;
  stop(): Promise<void>;
}

const liveSchema = z.object({ pid: z.number() });

export async function openControl(tripwire: Tripwire): Promise<Control> {
  const lived = new Map<number, number>();
  const waiting = new Map<number, (at: number) => void>();
  const server = createServer((request, response) => {
    void received(request)
      .then(() => response.end('{}'))
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });

  async function received(request: IncomingMessage): Promise<void> {
    const body: unknown = JSON.parse(await text(request));
    if (request.url === '/live') {
      const { pid } = liveSchema.parse(body);
      lived.set(pid, Date.now());
      return waiting.get(pid)?.(Date.now());
    }
    await tripwire.pass({ type: 'activity', at: Date.now(), ...activityEventSchema.parse(body) });
  }

  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The control server got no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    live: (pid) =>
      new Promise((resolve) => {
        const at = lived.get(pid);
        if (at === undefined) waiting.set(pid, resolve);
        else resolve(at);
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
