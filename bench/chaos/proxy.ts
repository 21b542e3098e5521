/** Stands between worker and practice world: sees each request, holds it before its effect or before its reply, or cuts it. */
import { Agent, createServer, request as send } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { activitySchema } from './event.ts';
import type { RequestEvent, Verdict } from './event.ts';
import type { Tripwire } from './tripwire.ts';
import { relayUpgrade } from './upgrade.ts';

export interface Proxy {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

const mark = 'x-slipway-chaos';
/** A new version was wanted, and the one that was stood at is forgotten: as an API server says it on an open watch. */
const gone = {
  type: 'ERROR',
  object: {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: 'Expired',
    code: 410,
    message: 'too old resource version',
  },
};

/**
 * On an address of its own, so that it has the world's port: configurations tell by the port which hosts are the world's. Linux answers
 * on all of 127.0.0.0/8; elsewhere such worlds can't be had.
 */
const host = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1';

export async function openProxy(tripwire: Tripwire, worldPort: number): Promise<Proxy> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    void relay(request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { [mark]: _, ...headers } = request.headers;
    const upgrade = { request, socket, head, headers, event: eventOf(request, tripwire) };
    void relayUpgrade(upgrade, tripwire, worldPort).catch(() => socket.destroy());
  });

  async function relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const event = eventOf(request, tripwire);
    const before = await tripwire.pass({ ...event, at: Date.now(), side: 'before' });
    if (before === 'sever') return void response.destroy();
    if (before === 'expire') return void response.end(`${JSON.stringify(gone)}\n`);
    const upstream = await forward(request, body);
    if (event.does === 'watch') return stream(upstream, response, before);
    const reply = await buffer(upstream);
    const status = upstream.statusCode ?? 502;
    const after = await tripwire.pass({ ...event, at: Date.now(), side: 'after', status });
    if (after !== 'go') return void response.destroy();
    response.writeHead(status, upstream.headers).end(reply);
  }

  function forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
    const { [mark]: _, ...passed } = headers;
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: worldPort, agent, method, path: url, headers: passed };
      send(options, resolve).once('error', reject).end(body);
    });
  }

  server.keepAliveTimeout = 72_000;
  const port = host === '127.0.0.1' ? 0 : worldPort;
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy got no port.');
  return {
    port: address.port,
    url: `http://${host}:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A watch goes through as it comes; whoever hangs up on one side does so on the other. */
function stream(upstream: IncomingMessage, response: ServerResponse, verdict: Verdict): void {
  response.writeHead(upstream.statusCode ?? 502, upstream.headers);
  response.flushHeaders();
  upstream.on('error', () => response.destroy());
  upstream.on('aborted', () => response.destroy());
  response.on('close', () => upstream.destroy());
  if (verdict === 'break') return void setTimeout(() => response.destroy(), 20);
  upstream.pipe(response);
}

function eventOf(
  { method = 'GET', url = '/', headers }: IncomingMessage,
  tripwire: Tripwire,
): Omit<RequestEvent, 'at' | 'side'> {
  const [given, key] = [headers[mark], headers['idempotency-key']];
  const by =
    typeof given === 'string'
      ? activitySchema.parse(JSON.parse(given))
      : // A program that the worker has started, such as git, knows its key alone.
        typeof key === 'string'
        ? tripwire.under(key)
        : undefined;
  const watches = /[?&]watch=(true|1)/.test(url);
  // Every request that changes something carries its key: the conformance suite sees to that.
  const changes = key !== undefined && !['GET', 'HEAD'].includes(method);
  return { type: 'request', by, method, path: url, does: watches ? 'watch' : changes ? 'change' : 'read' };
}
