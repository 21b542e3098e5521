/** The git client of the steps: git itself, each question in a repository of its own that is gone afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommitSummary, GitClient, RefUpdate, RefValue } from '../../activities/git/client.ts';
import { fatal } from '../../activities/errors.ts';
import type { ImageBuilder } from '../../activities/oci/builder.ts';
import { basicLogin } from '../basic-login.ts';
import { permit } from '../http-client.ts';
import type { Access } from '../http-client.ts';
import { gitError } from './git-errors.ts';
import { commitLine, findFile } from './commit-line.ts';
import { commitSubmodule } from './commit-submodule.ts';
import { checkCommit, checkName, checkRef, checkRepository } from './names.ts';
import { pushForReview } from './push-for-review.ts';
import { runGit } from './run-git.ts';

export interface GitLogin {
  readonly username: string;
  readonly password: string;
}

export interface GitServer {
  readonly url: string;
  readonly access: Access;
  /** Asked for at every use; absent: anonymous. */
  readonly login?: () => GitLogin;
}

/** `builder`: asked for when a commit is to hold what a build gives. */
export function createGitClient(server: GitServer, builder?: () => ImageBuilder): GitClient {
  const baseUrl = server.url.replace(/\/+$/, '');
  const inRepository = <T>(
    repository: string,
    signal: AbortSignal,
    body: (git: Git) => Promise<T>,
    key?: string,
  ) => withRepository({ ...server, url: baseUrl }, { repository, signal, key }, body);

  const mayPush = (repository: string): void =>
    permit(server.access, 'POST', `${baseUrl}/${repository}/git-receive-pack`);

  return {
    baseUrl,
    refs: (repository, { signal }) =>
      inRepository(repository, signal, async (git) =>
        parseRefs(await git(`read the refs of ${repository}`, ['ls-remote', '--heads', '--tags', 'origin'])),
      ),

    resolve: (repository, name, { signal }) =>
      inRepository(repository, signal, async (git) => {
        checkName(name);
        await fetchHistory(git, repository);
        const commit = await git.maybe([
          'rev-parse',
          '--verify',
          '--quiet',
          '--end-of-options',
          `${name}^{commit}`,
        ]);
        if (commit === undefined) return undefined;
        const [found] = parseLog(await log(git, ['--max-count=1', commit.trim()]));
        return found;
      }),

    isAncestor: (repository, { ancestor, descendant }, { signal }) =>
      inRepository(repository, signal, async (git) => {
        [ancestor, descendant].forEach(checkCommit);
        await fetchHistory(git, repository);
        for (const commit of [ancestor, descendant]) await mustHave(git, repository, commit);
        return (await git.maybe(['merge-base', '--is-ancestor', ancestor, descendant])) !== undefined;
      }),

    between: (repository, { from, to, most }, { signal }) =>
      inRepository(repository, signal, async (git) => {
        [from, to].forEach(checkCommit);
        await fetchHistory(git, repository);
        for (const commit of [from, to]) await mustHave(git, repository, commit);
        return parseLog(await log(git, [`--max-count=${most}`, to, `^${from}`]));
      }),

    readFile: (repository, file, { signal }) =>
      inRepository(repository, signal, async (git) => (await findFile(git, repository, file))?.text),

    commitLine(repository, commit, { signal, key }) {
      mayPush(repository);
      return inRepository(repository, signal, (git) => commitLine(git, repository, commit), key);
    },

    commitSubmodule(repository, commit, { signal, key, progress }) {
      mayPush(repository);
      return inRepository(
        repository,
        signal,
        (git) => commitSubmodule(git, repository, commit, { builder, signal, progress }),
        key,
      );
    },

    pushForReview(repository, order, { signal, key }) {
      mayPush(repository);
      return inRepository(repository, signal, (git) => pushForReview(git, repository, order), key);
    },

    push(repository, update, { signal, key }) {
      mayPush(repository);
      return inRepository(repository, signal, (git) => push(git, repository, update), key);
    },
  };
}

/** Runs a command that must succeed, and gives its output; `maybe`: undefined where it does not. */
export interface Git {
  (doing: string, args: readonly string[], stdin?: string): Promise<string>;
  maybe(args: readonly string[]): Promise<string | undefined>;
  /** The repository's folder. */
  readonly dir: string;
}

interface Place {
  readonly repository: string;
  readonly signal: AbortSignal;
  readonly key?: string | undefined;
}

async function withRepository<T>(
  server: GitServer,
  { repository, signal, key }: Place,
  body: (git: Git) => Promise<T>,
): Promise<T> {
  checkRepository(repository);
  const cwd = await mkdtemp(join(tmpdir(), 'slipway-git-'));
  try {
    const config = [
      ...credentials(server),
      ...(key === undefined ? [] : [header(server.url, `Idempotency-Key: ${key}`)]),
    ];
    const run = (args: readonly string[], stdin?: string) =>
      runGit(args, { cwd, signal, config, ...(stdin === undefined ? {} : { stdin }) });
    const git: Git = Object.assign(
      async (doing: string, args: readonly string[], stdin?: string) => {
        const { code, stdout, log } = await run(args, stdin);
        if (code !== 0) throw gitError(log, doing);
        return stdout;
      },
      {
        dir: cwd,
        async maybe(args: readonly string[]) {
          const { code, stdout } = await run(args);
          return code === 0 ? stdout : undefined;
        },
      },
    );
    await git('begin', ['init', '--quiet', '--bare']);
    await git('begin', ['remote', 'add', '--', 'origin', `${server.url}/${repository}`]);
    return await body(git);
  } finally {
    await rm(cwd, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Sent to this server alone. */
export function credentials({ url, login }: GitServer): (readonly [string, string])[] {
  if (login === undefined) return [];
  return [header(url, `Authorization: ${basicLogin(login())}`)];
}

const header = (url: string, value: string): readonly [string, string] => [`http.${url}/.extraHeader`, value];

/** Commits alone, where the server can leave out the rest. */
const fetchHistory = (git: Git, repository: string): Promise<string> =>
  git(`fetch the history of ${repository}`, [
    'fetch',
    '--quiet',
    '--no-write-fetch-head',
    '--filter=tree:0',
    'origin',
    '+refs/heads/*:refs/heads/*',
    '+refs/tags/*:refs/tags/*',
  ]);

async function mustHave(git: Git, repository: string, commit: string): Promise<void> {
  if ((await git.maybe(['cat-file', '-e', `${commit}^{commit}`])) !== undefined) return;
  throw fatal('not-found', `No branch and no tag of ${repository} has the commit ${commit}.`);
}

async function push(git: Git, repository: string, { ref, from, to }: RefUpdate): Promise<void> {
  checkRef(ref);
  for (const object of [from, to]) if (object !== null) checkCommit(object);
  if (to !== null) {
    await fetchHistory(git, repository);
    if ((await git.maybe(['cat-file', '-e', to])) === undefined)
      await git(`fetch ${to} of ${repository}`, ['fetch', '--quiet', '--no-write-fetch-head', 'origin', to]);
  }
  // An empty lease says that there must be none yet.
  const lease = `--force-with-lease=${ref}:${from ?? ''}`;
  await git(`move ${ref} of ${repository}`, [
    'push',
    '--porcelain',
    '--no-verify',
    lease,
    'origin',
    `${to ?? ''}:${ref}`,
  ]);
}

const format = '%H%x00%an%x00%s';
const log = (git: Git, args: readonly string[]): Promise<string> =>
  git('read the history', ['log', `--format=${format}`, ...args, '--']);

const parseLog = (text: string): CommitSummary[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [sha = '', author = '', subject = ''] = line.split('\0');
      return { sha, author, subject };
    });

/** `<object>\t<ref>`, and `<commit>\t<ref>^{}` after an annotated tag. */
function parseRefs(text: string): ReadonlyMap<string, RefValue> {
  const refs = new Map<string, RefValue>();
  for (const line of text.split('\n')) {
    const [object = '', ref = ''] = line.split('\t');
    if (ref === '') continue;
    const peeled = ref.endsWith('^{}') ? ref.slice(0, -3) : undefined;
    const known = peeled === undefined ? undefined : refs.get(peeled);
    if (peeled !== undefined && known !== undefined) refs.set(peeled, { ...known, commit: object });
    else refs.set(ref, { object, commit: object });
  }
  return refs;
}
