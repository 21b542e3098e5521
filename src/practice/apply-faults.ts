/** Applies the faults that were asked for to every request of one system; the system itself knows nothing of them. */
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Fault, FaultKind, Faults } from './faults.ts';
import { drawFrom, mangle } from './mangle.ts';
import type { PracticeSystem } from './world.ts';

export function applyFaults(scope: FastifyInstance, system: PracticeSystem, faults: Faults): void {
  const droppedReplies = new WeakMap<FastifyRequest, Fault>();
  const mangledReplies = new WeakMap<FastifyRequest, () => number>();

  scope.addHook('onRequest', async (request, reply) => {
    const fault = faults.take(system.name, request.method, pathOf(request));
    if (fault === undefined) return undefined;
    const { kind } = fault;
    if (kind.type === 'drop-reply') droppedReplies.set(request, fault);
    if (kind.type === 'mangle') mangledReplies.set(request, drawFrom(kind.seed));
    return before(kind, system, request, reply);
  });

  scope.addHook('onSend', async (request, reply, payload) => {
    const dropped = droppedReplies.get(request);
    if (dropped !== undefined && reply.statusCode < 400) request.raw.socket.destroy();
    else if (dropped !== undefined) faults.add({ ...dropped, times: 1 });
    const draw = mangledReplies.get(request);
    if (draw === undefined || (typeof payload !== 'string' && !Buffer.isBuffer(payload))) return payload;
    reply.removeHeader('content-length');
    return mangle(payload.toString(), draw);
  });
}

/** What a fault does before the request is handled. A reply, when given back, is all the client gets. */
async function before(
  fault: FaultKind,
  system: PracticeSystem,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  switch (fault.type) {
    case 'refuse':
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    case 'status':
      return reply.status(fault.status).send({ message: fault.says ?? `practised fault: ${fault.status}` });
    case 'rate-limit':
      return system.rateLimited(reply, fault.retryAfterSeconds);
    case 'delay':
      await wait(fault.ms);
      return undefined;
    case 'drop-reply':
    case 'mangle':
      return undefined;
  }
}

/** As it was on the wire, the system's prefix included, without the query. */
const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? '';
