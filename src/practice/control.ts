/** The world's control API under `/_world`: what was done to it, what is deployed in it, and the faults it shall have. */
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { faultSchema } from './faults.ts';
import type { World } from './world.ts';

/** One fault, or several at once. */
const faultsSchema = z.union([faultSchema, z.array(faultSchema)]);

export const controlRoutes =
  (world: World, snapshot: () => Record<string, unknown>): FastifyPluginAsync =>
  async (app) => {
    app.get('/health', async () => ({ ok: true, systems: Object.keys(snapshot()) }));
    app.get('/snapshot', async () => snapshot());
    app.get('/journal', async () => ({
      entries: world.journal.entries(),
      duplicates: world.journal.duplicates(),
    }));
    app.get('/faults', async () => ({ pending: world.faults.pending() }));
    app.post('/faults', async (request, reply) => {
      const parsed = faultsSchema.safeParse(request.body);
      if (!parsed.success) return reply.status(400).send({ error: z.prettifyError(parsed.error) });
      for (const fault of [parsed.data].flat()) world.faults.add(fault);
      return { pending: world.faults.pending() };
    });
    app.delete('/faults', async () => {
      world.faults.clear();
      return { pending: [] };
    });
  };
