/** A balancer before the hosts of one service, as users meet it: each request to the next host, and on to another where one takes none. */
import { request as ask } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { PracticeSystem } from '../world.ts';

export interface Backend {
  readonly address: string;
  readonly port: number;
}

/** At `/lb/<group>/…`; the groups may change while it runs. */
export function practiceBalancer(groups: () => Readonly<Record<string, readonly Backend[]>>): PracticeSystem {
  let turn = 0;
  return {
    name: 'balancer',
    prefix: '/lb',
    rateLimited: (reply, seconds) => reply.status(503).header('retry-after', String(seconds)).send('busy'),
    routes: async (app) => {
      app.get<{ Params: { group: string; '*': string } }>('/:group/*', async (request, reply) => {
        const backends = groups()[request.params.group] ?? [];
        turn += 1;
        for (let next = 0; next < backends.length; next += 1) {
          const backend = backends[(turn + next) % backends.length];
          const answer = backend && (await from(backend, `/${request.params['*']}`).catch(() => undefined));
          if (answer !== undefined) return reply.status(answer.status).send(answer.body);
        }
        return reply.status(503).send('no host of the service answers');
      });
    },
    snapshot: () => ({}),
  };
}

const from = (
  { address: host, port }: Backend,
  path: string,
): Promise<{ readonly status: number; readonly body: Buffer }> =>
  new Promise((resolve, reject) => {
    const asked = ask({ host, port, path, agent: false }, (answer: IncomingMessage) => {
      const chunks: Buffer[] = [];
      answer
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .once('error', reject)
        .once('end', () => resolve({ status: answer.statusCode ?? 502, body: Buffer.concat(chunks) }));
    });
    asked.once('error', reject).end();
  });
