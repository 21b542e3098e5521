/** A practised Gerrit: its REST API as published, over real git repositories; pushes to refs/for become changes. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { authenticate } from '../git/index.ts';
import type { GitRepositorySeed, PracticeLogin } from '../git/index.ts';
import { runBackend } from '../git/backend.ts';
import { addCommits, git } from '../git/seed.ts';
import type { GitCommitSeed } from '../git/index.ts';
import { idempotencyKey } from '../idempotency-key.ts';
import type { PracticeSystem, World } from '../world.ts';
import type { Change } from './changes.ts';
import { take } from './pushed.ts';
import { pathOf, refsIn, seedProject, treeOf } from './repositories.ts';
import { changeRoutes } from './rest.ts';
import { openReviewers } from './reviewers.ts';
import type { Reviewing } from './reviewers.ts';

export interface PracticeGerrit extends PracticeSystem {
  changes(): readonly Change[];
  /** Votes, as a reviewer of the tests would. */
  vote(number: number, label: string, who: string, value: number): void;
  /** Commits by full ref, of one project. */
  refs(project: string): Readonly<Record<string, string>>;
  /** A commit on top of a branch that somebody else got through. */
  commit(project: string, commit: GitCommitSeed): string;
}

export interface PracticeGerritOptions {
  readonly projects: readonly GitRepositorySeed[];
  readonly login: PracticeLogin;
  readonly reviewing?: Reviewing;
}

export interface GerritState {
  next: number;
  changes: Change[];
}

export function practiceGerrit(
  world: World,
  { projects, login, reviewing = 'approve' }: PracticeGerritOptions,
): PracticeGerrit {
  const root = join(world.dir, 'gerrit');
  mkdirSync(root, { recursive: true });
  for (const project of projects) seedProject(root, project);
  const store = world.store<GerritState>('gerrit', () => ({ next: 1, changes: [] }));
  const vote = (number: number, label: string, who: string, value: number): void =>
    store.update(({ changes }) => {
      const change = changes.find((one) => one.number === number);
      if (change?.status === 'NEW') (change.votes[label] ??= {})[who] = value;
    });
  const reviewers = openReviewers(world, reviewing, vote);
  const parts = { root, store, world, reviewers, owner: login.username };
  const names = projects.map(({ name }) => name);
  /** Pushes come one after the other, so that it is known whose a change is. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(body: () => Promise<T>): Promise<T> => {
    const mine = last.then(body, body);
    last = mine.catch(() => undefined);
    return mine;
  };
  const backend = (request: FastifyRequest, reply: FastifyReply, done?: () => void) =>
    runBackend(root, request, reply, { prefix: /^\/gerrit(\/a)?/, done });
  return {
    name: 'gerrit',
    prefix: '/gerrit',
    rateLimited: (reply, seconds) =>
      reply.status(429).header('retry-after', String(seconds)).type('text/plain').send('Rate limit exceeded'),
    routes: async (app) => {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, text, done) =>
        done(null, text),
      );
      app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
      const signedIn = authenticate(login);
      app.addHook('onRequest', async (request, reply) => {
        // Anybody may read, and git reads by POST.
        const reads = request.method === 'GET' || request.url.endsWith('/git-upload-pack');
        return reads && !request.url.startsWith('/gerrit/a/')
          ? undefined
          : signedIn.call(app, request, reply);
      });
      changeRoutes(app, parts);
      app.get('/*', async (request, reply) => backend(request, reply));
      app.post<{ Params: { '*': string } }>('/*', async (request, reply) => {
        const [, project] = /^(?:a\/)?(.+)\/git-receive-pack$/.exec(request.params['*']) ?? [];
        if (project === undefined || !names.includes(project)) return backend(request, reply);
        return inTurn(async () => {
          const before = refsIn(pathOf(root, project));
          const key = idempotencyKey(request);
          return backend(request, reply, () => take(parts, { project, before, key }));
        });
      });
    },
    start() {
      // Whoever pushed may have heard that it went well before the world ended.
      for (const project of names) {
        const before = Object.fromEntries(
          Object.entries(refsIn(pathOf(root, project))).filter(([ref]) => !ref.startsWith('refs/for/')),
        );
        take(parts, { project, before, key: null });
      }
      store.get().changes.forEach((change) => reviewers.lookAt(change));
    },
    async stop() {
      reviewers.stop();
    },
    changes: () => store.get().changes,
    vote,
    refs: (project) => refsIn(pathOf(root, project)),
    commit(project, seed) {
      const dir = pathOf(root, project);
      addCommits(dir, [seed], refsIn(dir)[`refs/heads/${seed.branch}`]);
      return git(dir, ['rev-parse', `refs/heads/${seed.branch}`]);
    },
    // Branches by their content: a change and its revert leave history, and nothing that is deployed.
    snapshot: () => ({
      branches: Object.fromEntries(names.map((name) => [name, branchesOf(pathOf(root, name))])),
      open: store
        .get()
        .changes.filter(({ status }) => status === 'NEW')
        .map(({ subject }) => subject),
    }),
  };
}

const branchesOf = (dir: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(refsIn(dir))
      .filter(([ref]) => ref.startsWith('refs/heads/'))
      .map(([ref, commit]) => [ref, treeOf(dir, commit)]),
  );
