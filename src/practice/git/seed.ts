/** How a practised repository begins: commits in the order of their making, as one stream that git imports. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface GitCommitSeed {
  readonly message: string;
  readonly branch: string;
  /** Content by path, on top of the commit before; an executable is given as bytes. */
  readonly files: Readonly<Record<string, string | Buffer>>;
  /** Commits of submodules, by path. */
  readonly submodules?: Readonly<Record<string, string>>;
  /** Begins or moves these onto the commit, too. */
  readonly branches?: readonly string[];
  readonly tags?: readonly string[];
  /** Tags that are objects of their own, with a message. */
  readonly annotatedTags?: readonly string[];
}

export interface GitRepositorySeed {
  readonly name: string;
  /** The server's own settings for it: `receive.denyNonFastForwards`. */
  readonly config?: Readonly<Record<string, string>>;
  readonly commits: readonly GitCommitSeed[];
}

/** Of every practised commit: its hash is the same in every world. */
const began = 1_764_000_000;
const person = 'Practice <practice@example.com>';

/** Git, with nothing of the user's own settings. */
export const git = (cwd: string, args: readonly string[], input?: Buffer): string =>
  execFileSync('git', [...args], {
    cwd,
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    env: {
      PATH: process.env['PATH'],
      HOME: cwd,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      LC_ALL: 'C',
    },
  }).trim();

/** A repository that is there already is kept as it is. */
export function seedRepository(root: string, { name, config = {}, commits }: GitRepositorySeed): void {
  const dir = join(root, name);
  if (existsSync(join(dir, 'HEAD'))) return;
  git(root, ['init', '--quiet', '--bare', `--initial-branch=${commits[0]?.branch ?? 'master'}`, dir]);
  for (const [key, value] of Object.entries({
    'http.receivepack': 'true',
    'uploadpack.allowFilter': 'true',
    ...config,
  }))
    git(dir, ['config', key, value]);
  addCommits(dir, commits);
}

/** `parent`: what the first of them follows. */
export const addCommits = (dir: string, commits: readonly GitCommitSeed[], parent?: string): void =>
  void git(dir, ['fast-import', '--quiet'], streamOf(commits, parent));

function streamOf(commits: readonly GitCommitSeed[], parent: string | undefined): Buffer {
  const parts: (string | Buffer)[] = [];
  const data = (content: string | Buffer): void => {
    const bytes = Buffer.from(content);
    parts.push(`data ${bytes.length}\n`, bytes, '\n');
  };
  commits.forEach((commit, index) => {
    const { message, branch, files, submodules = {}, branches = [], tags = [], annotatedTags = [] } = commit;
    parts.push(
      `commit refs/heads/${branch}\nmark :${index + 1}\ncommitter ${person} ${began + index * 3600} +0000\n`,
    );
    data(message);
    if (index === 0 && parent !== undefined) parts.push(`from ${parent}\n`);
    for (const [path, content] of Object.entries(files)) {
      parts.push(`M ${typeof content === 'string' ? '100644' : '100755'} inline ${path}\n`);
      data(content);
    }
    for (const [path, commit] of Object.entries(submodules)) parts.push(`M 160000 ${commit} ${path}\n`);
    for (const name of branches) parts.push(`reset refs/heads/${name}\nfrom :${index + 1}\n\n`);
    for (const name of tags) parts.push(`reset refs/tags/${name}\nfrom :${index + 1}\n\n`);
    for (const name of annotatedTags) {
      parts.push(`tag ${name}\nfrom :${index + 1}\ntagger ${person} ${began + index * 3600} +0000\n`);
      data(`Version ${name}`);
    }
  });
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}
