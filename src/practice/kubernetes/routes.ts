/** The HTTP face of the practice API server. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { jsonSchema } from '../../runbook/json.ts';
import type { Cluster } from './cluster.ts';
import { ApiError, badRequest, notFound, unauthorized } from './errors.ts';
import { applyPatch, isObject, patchTypes } from './patch.ts';
import { execRoutes } from './exec-routes.ts';
import type { Programs } from './programs.ts';
import { namespaceOf, resourceOf, resourcesOf, targetOf } from './path.ts';
import { apiVersionOf, keyOf, resources } from './resources.ts';
import type { Resource } from './resources.ts';
import { selector } from './selectors.ts';
import { concerns } from './watch.ts';
import type { Watches } from './watch.ts';
import type { Writes } from './writes.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

const querySchema = z.object({
  watch: z.enum(['true', '1', 'false', '0']).default('false'),
  resourceVersion: z.string().optional(),
  fieldSelector: z.string().optional(),
  labelSelector: z.string().optional(),
  allowWatchBookmarks: z.enum(['true', '1', 'false', '0']).default('false'),
  timeoutSeconds: z.coerce.number().min(0).default(300),
});

export interface RouteParts {
  readonly cluster: Cluster;
  readonly writes: Writes;
  readonly watches: Watches;
  readonly token: string;
  readonly programs: Programs;
}

export const apiRoutes =
  ({ cluster, writes, watches, token, programs }: RouteParts): FastifyPluginAsync =>
  async (app) => {
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser(
      ['application/json', ...patchTypes],
      { parseAs: 'string' },
      (_request, body, done) => {
        try {
          done(null, jsonSchema.parse(JSON.parse(String(body))));
        } catch {
          done(badRequest('error decoding the body: it is no JSON'));
        }
      },
    );
    // Whatever else comes is refused by the API server itself, in its words.
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, String(body)));
    app.setErrorHandler((error, _request, reply) => {
      if (error instanceof ApiError) return reply.status(error.code).send(error.status());
      const message = reasonOf(error);
      return reply.status(500).send(new ApiError(500, 'InternalError', message).status());
    });
    app.setNotFoundHandler((_request, reply) =>
      reply.status(404).type('text/plain').send('404 page not found\n'),
    );
    app.addHook('onRequest', async (request) => {
      if (!same(request.headers.authorization ?? '', `Bearer ${token}`)) throw unauthorized();
    });

    app.get('/version', async () => ({ major: '1', minor: '34', gitVersion: 'v1.34.0-practice' }));
    app.get('/apis/:group/:version', async (request) => discovery(resourcesOf(request)));
    app.get('/api/v1', async () => discovery(resources.filter(({ group }) => group === '')));

    execRoutes(app, cluster, programs);
    for (const prefix of ['/api/:version', '/apis/:group/:version']) {
      app.get(`${prefix}/:plural`, (request, reply) => collection(request, reply));
      app.get(`${prefix}/namespaces/:namespace/:plural`, (request, reply) => collection(request, reply));
      app.post(`${prefix}/namespaces/:namespace/:plural`, async (request, reply) =>
        reply.status(201).send(writes.create(targetOf(request), jsonSchema.parse(request.body))),
      );
      for (const path of [
        `${prefix}/namespaces/:namespace/:plural/:name`,
        `${prefix}/namespaces/:namespace/:plural/:name/:subresource`,
      ]) {
        app.get(path, async (request) => {
          const { resource, namespace, name } = targetOf(request);
          const object = cluster.read().objects[keyOf(resource, namespace, name)];
          if (object === undefined) throw notFound(resource, name);
          return object;
        });
        app.put(path, async (request) =>
          writes.update(targetOf(request), () => {
            const body = jsonSchema.parse(request.body);
            if (!isObject(body)) throw badRequest('the object provided is unrecognized');
            return body;
          }),
        );
        app.patch(path, async (request) => {
          const target = targetOf(request);
          const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
          return writes.update(target, (old) =>
            applyPatch(type, target.resource, old, jsonSchema.parse(request.body)),
          );
        });
      }
      app.delete(`${prefix}/namespaces/:namespace/:plural/:name`, async (request) =>
        writes.remove(targetOf(request), request.body),
      );
    }

    function collection(request: FastifyRequest, reply: FastifyReply): FastifyReply {
      const resource = resourceOf(request);
      const namespace = namespaceOf(request);
      const query = querySchema.parse(request.query);
      const selects = selector(query.fieldSelector, query.labelSelector);
      if (isTrue(query.watch)) {
        const bookmarks = isTrue(query.allowWatchBookmarks) ? 'wanted' : 'unwanted';
        watches.open(
          {
            resource,
            namespace,
            selects,
            bookmarks,
            resourceVersion: query.resourceVersion,
            timeoutSeconds: query.timeoutSeconds,
          },
          reply,
        );
        return reply;
      }
      const { objects, resourceVersion } = cluster.read();
      const items = Object.entries(objects)
        .filter(([key, object]) => concerns({ resource, namespace }, key) && selects(object))
        .map(([, object]) => object);
      return reply.send({
        apiVersion: apiVersionOf(resource),
        kind: `${resource.kind}List`,
        metadata: { resourceVersion: String(resourceVersion) },
        items,
      });
    }
  };

const isTrue = (value: string): boolean => value === 'true' || value === '1';

const discovery = (found: readonly Resource[]) => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: found[0] === undefined ? '' : apiVersionOf(found[0]),
  resources: found.map(({ plural, kind }) => ({
    name: plural,
    kind,
    namespaced: true,
    verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  })),
});

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
