/** What a request's path says: which kind, which namespace, which object. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { noSuchPath } from './errors.ts';
import { findResource, resources } from './resources.ts';
import type { Resource } from './resources.ts';
import type { Target } from './writes.ts';

const pathSchema = z.object({
  group: z.string().default(''),
  version: z.string(),
  namespace: z.string().optional(),
  plural: z.string(),
  name: z.string().optional(),
  subresource: z.string().optional(),
});

/** Undefined where the path means all namespaces. */
export const namespaceOf = (request: FastifyRequest): string | undefined =>
  pathSchema.parse(request.params).namespace;

/** The kind of object that the path speaks of. */
export function resourceOf(request: FastifyRequest): Resource {
  const { group, version, plural } = pathSchema.parse(request.params);
  const resource = findResource(group, version, plural);
  if (resource === undefined) throw noSuchPath();
  return resource;
}

export function resourcesOf(request: FastifyRequest): Resource[] {
  const { group, version } = pathSchema.partial().parse(request.params);
  const found = resources.filter((resource) => resource.group === group && resource.version === version);
  if (found.length === 0) throw noSuchPath();
  return found;
}

export function targetOf(request: FastifyRequest): Target {
  const resource = resourceOf(request);
  const { namespace = '', name = '', subresource } = pathSchema.parse(request.params);
  if (subresource !== undefined && (subresource !== 'status' || resource.status === 'inline'))
    throw noSuchPath();
  const key = request.headers['idempotency-key'];
  return {
    resource,
    namespace,
    name,
    endpoint: subresource === 'status' ? 'status' : 'object',
    requestKey: typeof key === 'string' ? key : null,
  };
}
