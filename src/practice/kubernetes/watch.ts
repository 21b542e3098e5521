/** Watches: a stream of JSON lines from a version on, with bookmarks, 410 for forgotten versions, and an end. */
import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { Cluster, ClusterEvent } from './cluster.ts';
import { expired } from './errors.ts';
import { apiVersionOf, qualified, splitKey } from './resources.ts';
import type { Resource } from './resources.ts';
import type { Selector } from './selectors.ts';
import type { Stored } from './state.ts';

export interface WatchRequest {
  readonly resource: Resource;
  /** Undefined: all namespaces. */
  readonly namespace: string | undefined;
  readonly selects: Selector;
  readonly resourceVersion: string | undefined;
  readonly bookmarks: 'wanted' | 'unwanted';
  readonly timeoutSeconds: number;
}

export interface Watches {
  open(request: WatchRequest, reply: FastifyReply): void;
  /** Cuts every connection without a word, as a load balancer may. */
  drop(): void;
}

export function openWatches(cluster: Cluster, bookmarkMs: number): Watches {
  const connections = new Set<ServerResponse>();
  return {
    open(request, reply) {
      reply.hijack();
      const response = reply.raw;
      response.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
      response.flushHeaders();
      const line = (type: string, object: unknown) =>
        void response.write(`${JSON.stringify({ type, object })}\n`);
      const from = request.resourceVersion;
      const fresh = from === undefined || from === '' || from === '0';
      const past = fresh ? [] : cluster.since(Number(from));
      if (past === undefined) {
        line('ERROR', expired(Number(from), cluster.oldest()).status());
        return void response.end();
      }
      if (fresh) for (const object of present(cluster, request)) line('ADDED', object);
      const tell = (event: ClusterEvent) => {
        if (concerns(request, event.key) && request.selects(event.object)) line(event.type, event.object);
      };
      past.forEach(tell);
      const unsubscribe = cluster.subscribe(tell);
      const bookmark = () => line('BOOKMARK', bookmarkOf(request.resource, cluster.read().resourceVersion));
      const bookmarking = request.bookmarks === 'wanted' ? setInterval(bookmark, bookmarkMs) : undefined;
      const ending = setTimeout(() => response.end(), request.timeoutSeconds * 1000);
      connections.add(response);
      response.on('close', () => {
        unsubscribe();
        clearInterval(bookmarking);
        clearTimeout(ending);
        connections.delete(response);
      });
    },
    drop: () => connections.forEach((response) => response.destroy()),
  };
}

function present(cluster: Cluster, request: WatchRequest): Stored[] {
  return Object.entries(cluster.read().objects)
    .filter(([key, object]) => concerns(request, key) && request.selects(object))
    .map(([, object]) => object);
}

export function concerns(
  { resource, namespace }: Pick<WatchRequest, 'resource' | 'namespace'>,
  key: string,
): boolean {
  const at = splitKey(key);
  return at.type === qualified(resource) && (namespace === undefined || namespace === at.namespace);
}

const bookmarkOf = (resource: Resource, resourceVersion: number) => ({
  kind: resource.kind,
  apiVersion: apiVersionOf(resource),
  metadata: { resourceVersion: String(resourceVersion), creationTimestamp: null },
});
