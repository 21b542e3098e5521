/** What the practice account may do: all, or what it was granted alone, less what it was denied. Reviews of its rights, and refusals in the API server's words. */
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError, unauthorized } from './errors.ts';

export interface Right {
  readonly verb: string;
  /** `rollouts`, `rollouts/status`. */
  readonly resource: string;
  /** Without it: everywhere. */
  readonly namespace?: string | undefined;
}

export interface Rights {
  deny(right: Right): void;
  /** From now on it may do this and nothing else; reviews of its own rights are everybody's. */
  grantOnly(rights: readonly Right[]): void;
  denied(asked: Right): boolean;
}

export function openRights(): Rights {
  const without: Right[] = [];
  let granted: readonly Right[] | undefined;
  return {
    grantOnly: (rights) => void (granted = rights),
    deny: (right) => void without.push(right),
    denied: (asked) =>
      granted?.some(
        ({ verb, resource, namespace }) =>
          verb === asked.verb && resource === asked.resource && namespace === asked.namespace,
      ) === false ||
      without.some(
        ({ verb, resource, namespace }) =>
          verb === asked.verb &&
          resource === asked.resource &&
          // Whoever asks for all namespaces lacks the right if it is missing in one.
          (namespace === undefined || asked.namespace === undefined || namespace === asked.namespace),
      ),
  };
}

const account = 'system:serviceaccount:slipway:worker';

const reviewSchema = z.object({
  spec: z.object({
    resourceAttributes: z.object({
      verb: z.string(),
      group: z.string().default(''),
      resource: z.string(),
      subresource: z.string().optional(),
      namespace: z.string().optional(),
    }),
  }),
});

/** `authorization.k8s.io`: an account asks what it may do itself. */
export const reviewRoutes =
  (rights: Rights, token: string): FastifyPluginAsync =>
  async (app) => {
    app.post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', async (request, reply) => {
      if (request.headers.authorization !== `Bearer ${token}`)
        return reply.status(401).send(unauthorized().status());
      const { spec } = reviewSchema.parse(request.body);
      const { verb, resource, subresource, namespace = '' } = spec.resourceAttributes;
      const asked = subresource === undefined ? resource : `${resource}/${subresource}`;
      const denied = rights.denied({ verb, resource: asked, ...(namespace === '' ? {} : { namespace }) });
      return reply.status(201).send({
        kind: 'SelfSubjectAccessReview',
        apiVersion: 'authorization.k8s.io/v1',
        metadata: {},
        spec,
        status: denied
          ? { allowed: false }
          : { allowed: true, reason: 'RBAC: allowed by ClusterRoleBinding "slipway"' },
      });
    });
  };

const pathSchema = z.object({
  group: z.string().default(''),
  /** A pod's log and exec have paths of their own. */
  plural: z.string().default('pods'),
  namespace: z.string().optional(),
  name: z.string().optional(),
  subresource: z.string().optional(),
});

/** Refuses what was denied, before anything looks at it. */
export const enforce = (app: FastifyInstance, rights: Rights): void =>
  void app.addHook('preHandler', async (request) => {
    const path = pathSchema.safeParse(request.params);
    if (!path.success) return;
    const { group, plural, namespace, name = '' } = path.data;
    const [, own] = /\/pods\/:name\/(log|exec)$/.exec(request.routeOptions.url ?? '') ?? [];
    const subresource = own ?? path.data.subresource;
    const resource = subresource === undefined ? plural : `${plural}/${subresource}`;
    const verb = verbOf(request, name);
    if (!rights.denied({ verb, resource, ...(namespace === undefined ? {} : { namespace }) })) return;
    const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
    const what = `${group === '' ? plural : `${plural}.${group}`}${name === '' ? '' : ` "${name}"`}`;
    throw new ApiError(
      403,
      'Forbidden',
      `${what} is forbidden: User "${account}" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`,
      { name, group, kind: plural },
    );
  });

const watchSchema = z.object({ watch: z.enum(['true', '1']) });

function verbOf({ method, query }: FastifyRequest, name: string): string {
  switch (method) {
    case 'GET':
      if (name !== '') return 'get';
      return watchSchema.safeParse(query).success ? 'watch' : 'list';
    case 'PATCH':
      return 'patch';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    default:
      return 'delete';
  }
}
