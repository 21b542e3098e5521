/** A websocket through the proxy, such as that of a command in a pod: held before it is asked for and before it is open, then left alone. */
import { request as send } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RequestEvent } from './event.ts';
import type { Tripwire } from './tripwire.ts';

export interface Upgrade {
  readonly request: IncomingMessage;
  /** The worker's side, with what it has sent beyond its request. */
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly headers: IncomingMessage['headers'];
  readonly event: Omit<RequestEvent, 'at' | 'side'>;
}

export async function relayUpgrade(
  { request, socket, head, headers, event }: Upgrade,
  tripwire: Tripwire,
  worldPort: number,
): Promise<void> {
  socket.on('error', () => socket.destroy());
  const before = await tripwire.pass({ ...event, at: Date.now(), side: 'before' });
  if (before !== 'go') return void socket.destroy();
  const { response, upstream, rest } = await asked({ request, headers, worldPort });
  const status = response.statusCode ?? 502;
  const after = await tripwire.pass({ ...event, at: Date.now(), side: 'after', status });
  if (after !== 'go') {
    upstream?.destroy();
    return void socket.destroy();
  }
  socket.write(headOf(response));
  if (upstream === undefined) return void response.pipe(socket);
  upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy());
  socket.on('close', () => upstream.destroy());
  socket.write(rest);
  upstream.write(head);
  upstream.pipe(socket).pipe(upstream);
}

interface Answer {
  readonly response: IncomingMessage;
  /** Absent: the world refuses, with a plain answer. */
  readonly upstream?: Duplex;
  readonly rest: Buffer;
}

const asked = ({
  request: { method, url },
  headers,
  worldPort,
}: Pick<Upgrade, 'request' | 'headers'> & { readonly worldPort: number }): Promise<Answer> =>
  new Promise((resolve, reject) => {
    send({ host: '127.0.0.1', port: worldPort, method, path: url, headers, agent: false })
      .once('upgrade', (response: IncomingMessage, upstream: Duplex, rest: Buffer) =>
        resolve({ response, upstream, rest }),
      )
      .once('response', (response: IncomingMessage) => resolve({ response, rest: Buffer.alloc(0) }))
      .once('error', reject)
      .end();
  });

/** As it came, name by name: a handshake is held to the letter. */
function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1] ?? ''}`] : [],
  );
  return [`HTTP/1.1 ${statusCode ?? 502} ${statusMessage ?? ''}`, ...lines, '', ''].join('\r\n');
}
