/** A practised flag service, for the step of docs/examples: what a team writes to hold a step of its own to the contract. */
import { z } from 'zod';
import type { FastifyReply } from 'fastify';
import { idempotencyKey } from '../../src/practice/idempotency-key.ts';
import type { PracticeSystem, World } from '../../src/practice/world.ts';
import { caseWorld } from './case-world.ts';
import type { CaseWorld } from './conformance.ts';
import { startPracticeSystem } from './practice-system.ts';

interface Flag {
  on: boolean;
  key: string | null;
}

/** The address that a plan names; requests to it go to the practised service. */
export const flagService = 'http://flags.example';

const nameSchema = z.object({ name: z.string() });
const bodySchema = z.strictObject({ on: z.boolean() });

function practiseFlags(world: World): PracticeSystem {
  const store = world.store<{ flags: Record<string, Flag> }>('flags', () => ({ flags: {} }));
  const off: Flag = { on: false, key: null };
  return {
    name: 'flags',
    prefix: '/flags',
    async routes(app) {
      app.get('/:name', (request) => store.get().flags[nameSchema.parse(request.params).name] ?? off);
      app.put('/:name', (request) => {
        const { name } = nameSchema.parse(request.params);
        const flag = { ...bodySchema.parse(request.body), key: idempotencyKey(request) };
        store.update(({ flags }) => void (flags[name] = flag));
        world.journal.record({
          system: 'flags',
          effect: 'flag.set',
          target: name,
          key: flag.key,
          detail: flag,
        });
        return flag;
      });
    },
    rateLimited: (reply: FastifyReply, seconds) => reply.status(429).header('retry-after', seconds).send({}),
    /** A flag that was never switched is off. */
    snapshot: () =>
      Object.entries(store.get().flags)
        .filter(([, { on }]) => on)
        .map(([name]) => name),
  };
}

export const startFlags = (pace: number) => startPracticeSystem(practiseFlags, { pace });

export async function flagWorld(pace: number): Promise<CaseWorld> {
  const started = await startFlags(pace);
  const http = {
    fetch: (url: string, init?: RequestInit) => fetch(url.replace(flagService, started.url), init),
  };
  return caseWorld(started, { http });
}
