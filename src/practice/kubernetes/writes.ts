/** What the API server makes of a write: defaults, versions, and the silence about fields of the wrong endpoint. */
import { z } from 'zod';
import type { Json } from '../../runbook/json.ts';
import type { Cluster, Transaction } from './cluster.ts';
import type { Controllers } from './controllers.ts';
import { alreadyExists, badRequest, conflict, invalid, notFound, preconditionFailed } from './errors.ts';
import { isObject } from './patch.ts';
import { jsonObjectSchema, plainObject } from './json-object.ts';
import { jobSpecSchema } from './jobs.ts';
import type { Resource } from './resources.ts';
import { apiVersionOf, keyOf } from './resources.ts';
import type { JsonObject, Stored } from './state.ts';
import { workloadSpecSchema } from './workload.ts';
import { applicationSpecSchema, operationSchema } from './application.ts';

const bodySchema = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: z
    .looseObject({
      name: z.string().optional(),
      resourceVersion: z.string().optional(),
      labels: z.record(z.string(), z.string()).optional(),
      annotations: z.record(z.string(), z.string()).optional(),
    })
    .default({}),
  spec: jsonObjectSchema.optional(),
  status: jsonObjectSchema.optional(),
  operation: jsonObjectSchema.optional(),
  /** Of a Secret: each value in base64. */
  data: z.record(z.string(), z.base64()).optional(),
  type: z.string().optional(),
});
type Body = z.output<typeof bodySchema>;

const deleteSchema = z.looseObject({
  preconditions: z.object({ uid: z.string().optional(), resourceVersion: z.string().optional() }).default({}),
});

export interface Target {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly endpoint: 'object' | 'status';
  readonly requestKey: string | null;
}

export interface Writes {
  create(target: Target, body: Json): Stored;
  /** PUT and PATCH alike: `change` makes the whole new object from the old. */
  update(target: Target, change: (old: JsonObject) => JsonObject): Stored;
  /** `body`: `DeleteOptions`, if any came. */
  remove(target: Target, body: unknown): Stored;
}

export function openWrites(cluster: Cluster, controllers: Controllers): Writes {
  return {
    create(target, json) {
      const body = parse(json);
      const { resource, namespace } = target;
      const name = body.metadata.name ?? '';
      if (name === '')
        throw invalid(resource, '', 'metadata.name: Required value: name or generateName is required');
      check(resource, name, body);
      return cluster.transact((tx) => {
        const key = keyOf(resource, namespace, name);
        if (tx.get(key) !== undefined) throw alreadyExists(resource, name);
        const { labels = {}, annotations = {} } = body.metadata;
        const status =
          resource.status === 'inline' && body.status !== undefined ? { status: body.status } : {};
        const object = tx.create(resource, namespace, name, {
          metadata: { labels, annotations },
          ...(body.spec === undefined ? {} : { spec: body.spec }),
          ...(body.operation === undefined ? {} : { operation: body.operation }),
          ...(resource.kind === 'Secret' ? { data: body.data ?? {}, type: body.type ?? 'Opaque' } : {}),
          ...status,
        });
        controllers.written(tx, key, undefined, object, target.requestKey);
        return object;
      });
    },

    update(target, change) {
      const { resource, namespace, name } = target;
      const key = keyOf(resource, namespace, name);
      return cluster.transact((tx) => {
        const old = existing(tx, target);
        const body = parse(change(plainObject(old)));
        const { resourceVersion } = body.metadata;
        if (resourceVersion !== undefined && resourceVersion !== old.metadata.resourceVersion)
          throw conflict(resource, name);
        check(resource, name, body);
        const object = tx.put(key, merged(target, old, body));
        if (object.metadata.resourceVersion === old.metadata.resourceVersion) return object;
        controllers.written(tx, key, old, object, target.requestKey);
        return tx.get(key) ?? object;
      });
    },

    remove: (target, body) =>
      cluster.transact((tx) => {
        const old = existing(tx, target);
        const { uid, resourceVersion } = deleteSchema.parse(body ?? {}).preconditions;
        if (uid !== undefined && uid !== old.metadata.uid)
          throw preconditionFailed(target.resource, target.name, {
            what: 'UID',
            asked: uid,
            is: old.metadata.uid,
          });
        if (resourceVersion !== undefined && resourceVersion !== old.metadata.resourceVersion)
          throw conflict(target.resource, target.name);
        const key = keyOf(target.resource, target.namespace, target.name);
        return controllers.remove(tx, key, old, target.requestKey);
      }),
  };
}

function existing(tx: Transaction, { resource, namespace, name }: Target): Stored {
  const old = tx.get(keyOf(resource, namespace, name));
  if (old === undefined) throw notFound(resource, name);
  return old;
}

function parse(json: Json): Body {
  const body = isObject(json) ? bodySchema.safeParse(json) : undefined;
  if (body?.success !== true)
    throw badRequest('the object provided is unrecognized (must be of type object)');
  return body.data;
}

function check(resource: Resource, name: string, { apiVersion, kind, spec, operation }: Body): void {
  if (apiVersion !== undefined && apiVersion !== apiVersionOf(resource)) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${apiVersionOf(resource)})`,
    );
  }
  if (kind !== undefined && kind !== resource.kind) {
    throw badRequest(`the kind in the data (${kind}) does not match the expected kind (${resource.kind})`);
  }
  const wrong = complaint(resource, spec, operation);
  if (wrong !== undefined) throw invalid(resource, name, z.prettifyError(wrong));
}

function complaint(
  resource: Resource,
  spec: JsonObject | undefined,
  operation: JsonObject | undefined,
): z.ZodError | undefined {
  switch (resource.kind) {
    case 'Job':
      return jobSpecSchema.safeParse(spec).error;
    case 'Rollout':
    case 'StatefulSet':
    case 'Deployment':
      return workloadSpecSchema.safeParse(spec).error;
    case 'Application':
      return (
        applicationSpecSchema.safeParse(spec).error ?? operationSchema.optional().safeParse(operation).error
      );
    default:
      return undefined;
  }
}

/** A status endpoint takes the status alone; the object's own takes all but the status. The rest is ignored, with 200. */
function merged({ resource, endpoint }: Target, old: Stored, body: Body): Stored {
  const next = structuredClone(old);
  const take = (field: 'spec' | 'status' | 'operation') => {
    if (body[field] === undefined) delete next[field];
    else next[field] = body[field];
  };
  if (endpoint === 'status') {
    take('status');
    return next;
  }
  take('spec');
  take('operation');
  if (resource.kind === 'Secret' && body.data !== undefined) next.data = body.data;
  if (resource.status === 'inline') take('status');
  const { labels, annotations } = body.metadata;
  next.metadata.labels = labels ?? {};
  next.metadata.annotations = annotations ?? {};
  return next;
}
