/** Files and directories of a commit. */
import { contentAt, showablePath } from '../git.ts';
import type { Commit } from '../state.ts';
import type { Place } from './place.ts';

export function showFile(at: Place, commit: Commit, path: string) {
  const content = contentAt(at.repository, commit, path) ?? '';
  return {
    ...entry(at, commit, path, commit.tree[path] ?? '', 'file' as const),
    size: Buffer.byteLength(content),
    encoding: 'base64',
    content: Buffer.from(content).toString('base64').replace(/.{60}/g, '$&\n'),
  };
}

/** What lies directly in the directory; empty if there is none. */
export function showDirectory(at: Place, commit: Commit, path: string) {
  const inside = path === '' ? '' : `${path}/`;
  const entries = new Map<string, ReturnType<typeof entry>>();
  for (const [file, sha] of Object.entries(commit.tree)) {
    if (!file.startsWith(inside)) continue;
    const [name = '', ...deeper] = file.slice(inside.length).split('/');
    const child = `${inside}${name}`;
    entries.set(child, entry(at, commit, child, sha, deeper.length === 0 ? 'file' : 'dir'));
  }
  return [...entries.values()];
}

function entry({ api, html }: Place, commit: Commit, path: string, sha: string, type: 'file' | 'dir') {
  const url = `${api}/contents/${showablePath(path)}?ref=${commit.sha}`;
  const git = `${api}/git/blobs/${sha}`;
  const page = `${html}/blob/${commit.sha}/${showablePath(path)}`;
  return {
    type,
    name: path.split('/').at(-1) ?? path,
    path,
    sha,
    size: 0,
    url,
    git_url: git,
    html_url: page,
    download_url: type === 'file' ? page.replace('/blob/', '/raw/') : null,
    _links: { self: url, git, html: page },
  };
}
