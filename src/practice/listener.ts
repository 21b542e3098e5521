/** The world's socket. It listens before the systems are made, so that they know their URL; early requests wait. */
import { once } from 'node:events';
import { createServer, ServerResponse } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { freePort } from '../loopback/ports.ts';
import { noteUpgrade } from './websocket.ts';

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
  // It goes the way of all requests, its faults and its credential included: a route may take the socket, or refuse it in HTTP.
  server.on('upgrade', (request, socket) => {
    noteUpgrade(request, socket);
    const response = new ServerResponse(request);
    response.assignSocket(request.socket);
    response.on('finish', () => socket.end());
    handle(request, response);
  });
  // Longer than any client keeps an idle connection: the server never closes one that a request is on its way in.
  server.keepAliveTimeout = 72_000;
  const bound = port === 0 ? await freePort() : port;
  await once(server.listen(bound, '127.0.0.1'), 'listening');
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
