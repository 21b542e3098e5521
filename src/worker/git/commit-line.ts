/** A file of a branch as text, and a commit in which one line of it is replaced. */
import { fatal } from '../../activities/errors.ts';
import type { LineCommit } from '../../activities/git/client.ts';
import { pathBelowSchema } from '../../activities/oci/names.ts';
import type { Git } from './git-client.ts';
import { fetchTip, pushCommit } from './new-commit.ts';

interface FoundFile {
  readonly tip: string;
  /** As git has it: 100644, or 100755 for a program. */
  readonly mode: string;
  readonly text: string;
}

/** Files that people write are far smaller. */
const mostBytes = 1024 * 1024;

export async function findFile(
  git: Git,
  repository: string,
  { branch, path }: { readonly branch: string; readonly path: string },
): Promise<FoundFile | undefined> {
  if (!pathBelowSchema.safeParse(path).success)
    throw fatal('input-invalid', `${JSON.stringify(path)} is no path that git may be given.`);
  const tip = await fetchTip(git, repository, branch);
  const entry = await git('read the branch', ['ls-tree', '--long', tip, '--', path]);
  const [, mode = '', blob = '', size = ''] = /^(100644|100755) blob ([0-9a-f]+) +(\d+)\t/.exec(entry) ?? [];
  if (mode === '' || Number(size) > mostBytes) return undefined;
  const text = await git('read the file', ['cat-file', 'blob', blob]);
  // Bytes that are no text would not be written as they were read.
  return Buffer.byteLength(text) === Number(size) && !text.includes('\0') ? { tip, mode, text } : undefined;
}

export async function commitLine(
  git: Git,
  repository: string,
  { branch, path, line, by, message, author, onto }: LineCommit,
): Promise<string> {
  const found = await findFile(git, repository, { branch, path });
  if (found === undefined)
    throw fatal('not-found', `There is no text file ${path} in ${branch} of ${repository}.`);
  const { tip, mode, text } = found;
  const lines = text.split('\n');
  const times = lines.filter((one) => one === line).length;
  if (times !== 1)
    throw fatal(
      'conflict',
      `The line ${JSON.stringify(line)} stands ${times} times in ${path} of ${repository}, and must stand there once.`,
      'Somebody has changed the file since this was planned. Look at it; then plan the release anew.',
    );
  const changed = lines.map((one) => (one === line ? by : one)).join('\n');
  const blob = await git('write the file', ['hash-object', '-w', '--stdin'], changed);
  await git('read the branch', ['read-tree', tip]);
  await git('change the file', ['update-index', '--cacheinfo', `${mode},${blob.trim()},${path}`]);
  return pushCommit(git, repository, { tip, message, author, onto });
}
