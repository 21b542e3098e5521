/** A clean checkout of exactly one commit: nothing of the machine's, nothing of its history, and no way back to the server. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fatal } from '../../activities/errors.ts';
import { gitError } from './git-errors.ts';
import { credentials } from './git-client.ts';
import type { GitServer } from './git-client.ts';
import { checkCommit, checkRepository } from './names.ts';
import { runGit } from './run-git.ts';

export interface Checkout {
  readonly repository: string;
  readonly commit: string;
  /** An empty folder. */
  readonly into: string;
}

/** When it was committed, in seconds since the epoch. */
export async function checkOut(
  server: GitServer,
  { repository, commit, into }: Checkout,
  signal: AbortSignal,
): Promise<number> {
  checkRepository(repository);
  checkCommit(commit);
  const url = server.url.replace(/\/+$/, '');
  const config = credentials({ ...server, url });
  const git = async (args: readonly string[]): Promise<string> => {
    const { code, stdout, log } = await runGit(args, { cwd: into, signal, config });
    if (code !== 0) throw gitError(log, `check ${commit} of ${repository} out`);
    return stdout;
  };
  await git(['init', '--quiet']);
  await git(['fetch', '--quiet', '--depth=1', '--no-tags', '--', `${url}/${repository}`, commit]);
  await git(['-c', 'core.symlinks=true', 'checkout', '--quiet', '--detach', 'FETCH_HEAD']);
  const found = (await git(['rev-parse', 'HEAD'])).trim();
  if (found !== commit)
    throw fatal('internal', `Of ${repository}, ${found} was checked out and not ${commit}.`);
  const at = Number(await git(['show', '--no-patch', '--format=%ct', 'HEAD']));
  await rm(join(into, '.git'), { recursive: true });
  return at;
}
