/** A git server in the practice world: git's own program behind HTTP, with a journal of every ref that moved. */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PracticeSystem, World } from '../world.ts';
import { authenticate } from './authenticate.ts';
import type { PracticeLogin } from './authenticate.ts';
import { runBackend } from './backend.ts';
import { addCommits, git, seedRepository } from './seed.ts';
import type { GitCommitSeed, GitRepositorySeed } from './seed.ts';

export interface PracticeGit extends PracticeSystem {
  /** Commits as by full ref, of one repository. */
  refs(repository: string): Readonly<Record<string, string>>;
  /** The commit before a branch's newest. */
  parentOf(repository: string, branch: string): string;
  /** Its refs' commits and all before them, the newest first. */
  commits(repository: string): readonly PushedCommit[];
  /** A commit on top of a branch, pushed by somebody; its hash. */
  commit(repository: string, commit: GitCommitSeed): string;
}

export interface PushedCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly subject: string;
}

export interface PracticeGitOptions {
  readonly repositories: readonly GitRepositorySeed[];
  /** Who may read and write; absent: anybody. */
  readonly login?: PracticeLogin;
}

export function practiceGit(world: World, { repositories, login }: PracticeGitOptions): PracticeGit {
  const root = join(world.dir, 'git');
  mkdirSync(root, { recursive: true });
  for (const seed of repositories) seedRepository(root, seed);
  const refs = (repository: string): Record<string, string> => refsOf(join(root, repository));
  /** Pushes to one repository come one after the other, so that it is known whose a change is. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(body: () => Promise<T>): Promise<T> => {
    const mine = last.then(body, body);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    name: 'git',
    prefix: '/git',
    rateLimited: (reply, seconds) =>
      reply.status(429).header('retry-after', String(seconds)).send('slow down'),
    routes: async (app) => {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
      if (login !== undefined) app.addHook('onRequest', authenticate(login));
      app.get<{ Params: { '*': string } }>('/*', async (request, reply) => runBackend(root, request, reply));
      app.post<{ Params: { '*': string } }>('/*', async (request, reply) => {
        const [, repository] = /^(.+)\/git-receive-pack$/.exec(request.params['*']) ?? [];
        if (repository === undefined) return runBackend(root, request, reply);
        return inTurn(async () => {
          const before = refs(repository);
          const key = keyOf(request.headers['idempotency-key']);
          return runBackend(root, request, reply, {
            done: () => record(world, repository, { before, after: refs(repository), key }),
          });
        });
      });
    },
    refs,
    parentOf: (repository, branch) => git(join(root, repository), ['rev-parse', `refs/heads/${branch}^`]),
    commits: (repository) =>
      git(join(root, repository), ['log', '--branches', '--tags', '--format=%H|%P|%ct|%s'])
        .split('\n')
        .map((line) => {
          const [sha = '', parents = '', at, ...subject] = line.split('|');
          return {
            sha,
            parents: parents.split(' ').filter((parent) => parent !== ''),
            at: Number(at) * 1000,
            subject: subject.join('|'),
          };
        }),
    commit(repository, seed) {
      addCommits(join(root, repository), [seed], refs(repository)[`refs/heads/${seed.branch}`]);
      return refs(repository)[`refs/heads/${seed.branch}`] ?? '';
    },
    snapshot: () => Object.fromEntries(found(root).map((name) => [name, refs(name)])),
  };
}

const keyOf = (header: string | string[] | undefined): string | null =>
  typeof header === 'string' ? header : null;

interface Moved {
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  readonly key: string | null;
}

function record({ journal }: World, repository: string, { before, after, key }: Moved): void {
  for (const ref of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [from, to] = [before[ref], after[ref]];
    if (from === to) continue;
    const effect = from === undefined ? 'ref.create' : to === undefined ? 'ref.delete' : 'ref.update';
    journal.record({ system: 'git', effect, target: `${repository} ${ref}`, key, detail: { from, to } });
  }
}

const refsOf = (dir: string): Record<string, string> =>
  Object.fromEntries(
    git(dir, ['for-each-ref', '--format=%(refname) %(objectname)'])
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(' ') as [string, string]),
  );

/** Repositories below a folder, by their path. */
function found(root: string, path = ''): string[] {
  return readdirSync(join(root, path)).flatMap((name) => {
    const below = join(path, name);
    if (!statSync(join(root, below)).isDirectory()) return [];
    const inside = readdirSync(join(root, below));
    return inside.includes('HEAD') && inside.includes('objects') ? [below] : found(root, below);
  });
}
