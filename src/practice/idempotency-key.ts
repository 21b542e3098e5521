/** The key that a request's effect is journaled with. */
import type { FastifyRequest } from 'fastify';

export function idempotencyKey(request: FastifyRequest): string | null {
  const key = request.headers['idempotency-key'];
  return typeof key === 'string' ? key : null;
}
