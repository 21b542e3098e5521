/** The REST endpoints of changes. JSON answers begin with a line that no browser runs as a script; refusals are plain text. */
import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { idempotencyKey } from '../idempotency-key.ts';
import { idOf, infoOf, lacking, named } from './changes.ts';
import type { Change } from './changes.ts';
import { propose } from './pushed.ts';
import type { GerritParts } from './pushed.ts';
import { fastForward, pathOf, revertCommit } from './repositories.ts';

type Ask = FastifyRequest<{ Params: { id: string } }>;
type Did = { readonly change: Change } | { readonly refused: string };

export function changeRoutes(app: FastifyInstance, parts: GerritParts): void {
  const { store, world } = parts;
  const find = (id: string): readonly Change[] => store.get().changes.filter((change) => named(change, id));

  const one = (act: (change: Change, request: Ask) => Did) => async (request: Ask, reply: FastifyReply) => {
    const [change, another] = find(request.params.id);
    if (change === undefined || another !== undefined)
      return plain(
        reply,
        404,
        change === undefined ? `Not found: ${request.params.id}` : 'Multiple changes found',
      );
    const did = act(change, request);
    return 'refused' in did ? plain(reply, 409, did.refused) : json(reply, infoOf(did.change));
  };
  const become = (
    change: Change,
    status: Change['status'],
    { request, effect }: { request: Ask; effect: string },
  ): Did => {
    const changed = store.update((draft) => {
      const found = draft.changes.find(({ number }) => number === change.number);
      if (found === undefined) throw new Error(`Change ${change.number} is gone.`);
      found.status = status;
      return found;
    });
    world.journal.record({ system: 'gerrit', effect, target: idOf(change), key: idempotencyKey(request) });
    return { change: changed };
  };

  for (const prefix of ['', '/a']) {
    app.get(`${prefix}/accounts/self`, async (_, reply) =>
      json(reply, { _account_id: 1000, username: parts.owner }),
    );
    app.get<{ Querystring: { q?: string } }>(`${prefix}/changes/`, async ({ query: { q = '' } }, reply) =>
      json(
        reply,
        store
          .get()
          .changes.filter((change) => fits(change, q))
          .reverse()
          .map(infoOf),
      ),
    );
    for (const path of ['', '/detail'])
      app.get(
        `${prefix}/changes/:id${path}`,
        one((change) => ({ change })),
      );
    app.post(
      `${prefix}/changes/:id/submit`,
      one((change, request) => {
        if (change.status !== 'NEW') return { refused: `change is ${change.status.toLowerCase()}` };
        const lacks = lacking(change);
        if (lacks.length > 0)
          return {
            refused: `Failed to submit 1 change due to the following problems:\nChange ${change.number}: needs ${lacks.join(', ')}`,
          };
        if (!fastForward(pathOf(parts.root, change.project), change.branch, change.commit))
          return {
            refused: `Change ${change.number}: Project policy requires all submissions to be a fast-forward. Please rebase the change locally and upload again for review.`,
          };
        return become(change, 'MERGED', { request, effect: 'change.submit' });
      }),
    );
    app.post(
      `${prefix}/changes/:id/abandon`,
      one((change, request) =>
        change.status === 'NEW'
          ? become(change, 'ABANDONED', { request, effect: 'change.abandon' })
          : { refused: `change is ${change.status.toLowerCase()}` },
      ),
    );
    app.post(
      `${prefix}/changes/:id/restore`,
      one((change, request) => {
        if (change.status !== 'ABANDONED') return { refused: `change is ${change.status.toLowerCase()}` };
        const did = become(change, 'NEW', { request, effect: 'change.restore' });
        if ('change' in did) parts.reviewers.lookAt(did.change);
        return did;
      }),
    );
    app.post(
      `${prefix}/changes/:id/revert`,
      one((change, request) => {
        if (change.status !== 'MERGED') return { refused: `change is ${change.status.toLowerCase()}` };
        const id = `I${createHash('sha1').update(`revert ${change.number}`).digest('hex')}`;
        const message = `Revert "${change.subject}"\n\nThis reverts commit ${change.commit}.\n\nChange-Id: ${id}`;
        const dir = pathOf(parts.root, change.project);
        try {
          const commit = revertCommit(dir, change.branch, change.commit, message);
          const { project, branch, number: revertOf } = change;
          return {
            change: propose(parts, { project, branch, commit, key: idempotencyKey(request), revertOf }),
          };
        } catch (error) {
          return { refused: error instanceof Error ? error.message : String(error) };
        }
      }),
    );
  }
}

/** The operators that clients of this world ask with; each word must fit. */
function fits(change: Change, query: string): boolean {
  return query
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => {
      const [name = '', value = ''] = word.split(/:(.*)/s).map((part) => part.replace(/^"|"$/g, ''));
      switch (name) {
        case 'change':
          return named(change, value);
        case 'project':
          return change.project === value;
        case 'branch':
          return change.branch === value;
        case 'revertof':
          return change.revertOf === Number(value);
        case 'status':
          return change.status.toLowerCase() === value || (value === 'open' && change.status === 'NEW');
        default:
          return false;
      }
    });
}

const json = (reply: FastifyReply, body: unknown): FastifyReply =>
  reply.type('application/json; charset=UTF-8').send(`)]}'\n${JSON.stringify(body)}`);

const plain = (reply: FastifyReply, status: number, text: string): FastifyReply =>
  reply.status(status).type('text/plain; charset=UTF-8').send(text);
