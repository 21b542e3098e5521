/** Makes a commit in which a submodule stands at another commit, and a folder holds what a build gives; no working tree is needed. */
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fatal } from '../../activities/errors.ts';
import type { SubmoduleCommit } from '../../activities/git/client.ts';
import { branchRef } from '../../activities/git/names.ts';
import type { BuildWork, ImageBuilder } from '../../activities/oci/builder.ts';
import { mustStayWithin } from '../real-place.ts';
import type { Git } from './git-client.ts';
import { checkCommit } from './names.ts';
import { fetchTip, pushCommit } from './new-commit.ts';

interface Work extends BuildWork {
  readonly builder: (() => ImageBuilder) | undefined;
}

export async function commitSubmodule(
  git: Git,
  repository: string,
  { branch, submodule, folder, message, author, onto }: SubmoduleCommit,
  work: Work,
): Promise<string> {
  checkCommit(submodule.commit);
  const tip = await fetchTip(git, repository, branch);
  await mustBeSubmodule(git, { repository, branch, path: submodule.path });
  const built = folder && (await builtTree(git, folder, work));
  await git('read the branch', ['read-tree', tip]);
  await git('move the submodule', [
    'update-index',
    '--cacheinfo',
    `160000,${submodule.commit},${submodule.path}`,
  ]);
  if (folder !== undefined && built !== undefined)
    await replaceFolder(git, { tip, path: folder.path, tree: built });
  return pushCommit(git, repository, { tip, message, author, onto });
}

async function mustBeSubmodule(
  git: Git,
  { repository, branch, path }: { repository: string; branch: string; path: string },
): Promise<void> {
  const entry = await git('read the branch', ['ls-tree', branchRef(branch), '--', path]);
  if (entry.startsWith('160000 ')) return;
  throw fatal('not-found', `${path} is no submodule in ${branch} of ${repository}.`);
}

/** What the build gives, as a tree of this repository. */
async function builtTree(
  git: Git,
  { build, from }: NonNullable<SubmoduleCommit['folder']>,
  { builder, signal, progress }: Work,
): Promise<string> {
  if (builder === undefined) throw fatal('internal', 'There is nothing to build with.');
  const space = await mkdtemp(join(tmpdir(), 'slipway-built-'));
  try {
    const files = join(space, 'files');
    await mkdir(files);
    await builder().unpackStage(build, files, { signal, progress });
    const wanted = join(files, from);
    const there = await stat(wanted).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!there) throw fatal('failed', `The build of ${build.source} left no folder ${from}.`);
    await mustStayWithin(files, from, `the build of ${build.source}`);
    await emptyIndex(git);
    await git('take up what was built', [`--work-tree=${wanted}`, 'add', '--all', '--force', '--', '.']);
    return (await git('take up what was built', ['write-tree'])).trim();
  } finally {
    await rm(space, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function replaceFolder(
  git: Git,
  { tip, path, tree }: { tip: string; path: string; tree: string },
): Promise<void> {
  const had = await git('replace the folder', ['ls-tree', '-r', '-z', '--name-only', tip, '--', path]);
  const gets = await git('replace the folder', ['ls-tree', '-r', '-z', tree]);
  const entries = [
    ...listed(had).map((file) => `0 ${'0'.repeat(40)}\t${file}`),
    ...listed(gets).map((entry) => entry.replace('\t', `\t${path}/`)),
  ];
  const given = entries.map((entry) => `${entry}\0`).join('');
  await git('replace the folder', ['update-index', '-z', '--index-info'], given);
}

const listed = (text: string): string[] => text.split('\0').filter((entry) => entry !== '');

const emptyIndex = (git: Git): Promise<string> => git('begin', ['read-tree', '--empty']);
