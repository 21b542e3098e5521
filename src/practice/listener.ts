/** The world's socket. It listens before the systems are made, so that they know their URL; early requests wait. */
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

export interface Listener {
  readonly url: string;
  readonly port: number;
  /** From now on (and for those who wait) requests go to `handler`. */
  serve(handler: RequestListener): void;
  /** Cuts every connection, watches included. */
  close(): Promise<void>;
}

/** `port` 0: any free one. */
export async function openListener(port: number): Promise<Listener> {
  const waiting: [IncomingMessage, ServerResponse][] = [];
  let handle: RequestListener = (request, response) => void waiting.push([request, response]);
  const server = createServer((request, response) => handle(request, response));
  // Longer than any client keeps an idle connection: the server never closes one that a request is on its way in.
  server.keepAliveTimeout = 72_000;
  const bound = await listen(server, port);
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    serve(handler) {
      handle = handler;
      for (const [request, response] of waiting.splice(0)) handler(request, response);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string')
        return reject(new Error('The world got no TCP port.'));
      resolve(address.port);
    });
  });
}
