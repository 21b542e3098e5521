/** Applies the faults that were asked for to every request of one system; the system itself knows nothing of them. */
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FaultKind, Faults } from './faults.ts';
import type { PracticeSystem } from './world.ts';

export function applyFaults(scope: FastifyInstance, system: PracticeSystem, faults: Faults): void {
  const droppedReplies = new WeakSet<FastifyRequest>();

  scope.addHook('onRequest', async (request, reply) => {
    const fault = faults.take(system.name, request.method, pathOf(request));
    if (fault === undefined) return undefined;
    if (fault.type === 'drop-reply') droppedReplies.add(request);
    return before(fault, system, request, reply);
  });

  scope.addHook('onSend', async (request, _reply, payload) => {
    if (droppedReplies.has(request)) request.raw.socket.destroy();
    return payload;
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
      return reply.status(fault.status).send({ message: `practised fault: ${fault.status}` });
    case 'rate-limit':
      return system.rateLimited(reply, fault.retryAfterSeconds);
    case 'delay':
      await wait(fault.ms);
      return undefined;
    case 'drop-reply':
      return undefined;
  }
}

/** As it was on the wire, the system's prefix included, without the query. */
const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? '';
