/** The registry's refusals, in the words and bodies of the OCI distribution specification. */
import type { FastifyReply } from 'fastify';

const table = {
  UNAUTHORIZED: { status: 401, message: 'authentication required' },
  DENIED: { status: 403, message: 'requested access to the resource is denied' },
  NAME_UNKNOWN: { status: 404, message: 'repository name not known to registry' },
  MANIFEST_UNKNOWN: { status: 404, message: 'manifest unknown' },
  BLOB_UNKNOWN: { status: 404, message: 'blob unknown to registry' },
  NAME_INVALID: { status: 400, message: 'invalid repository name' },
  UNSUPPORTED: { status: 405, message: 'the operation is unsupported' },
  TOOMANYREQUESTS: { status: 429, message: 'too many requests' },
} as const;

export function refuse(reply: FastifyReply, code: keyof typeof table, detail?: unknown): FastifyReply {
  const { status, message } = table[code];
  return reply
    .status(status)
    .type('application/json; charset=utf-8')
    .send({ errors: [{ code, message, ...(detail === undefined ? {} : { detail }) }] });
}
