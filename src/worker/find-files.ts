/** Finds the files that a pattern names: `*`, `**`, `?` and `{a,b}`. Folders of dependencies and hidden ones are passed over. */
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Absolute paths, sorted. A pattern without wildcards names one file. */
export async function findFiles(pattern: string, dir: string): Promise<string[]> {
  const parts = pattern.replaceAll('\\', '/').split('/');
  const wild = parts.findIndex(isWild);
  if (wild === -1) return (await isFile(resolve(dir, pattern))) ? [resolve(dir, pattern)] : [];
  const base = resolve(dir, parts.slice(0, wild).join('/') || (pattern.startsWith('/') ? '/' : '.'));
  const matcher = new RegExp(`^${globSource(parts.slice(wild).join('/'))}$`);
  return (await filesBelow(base, ''))
    .filter((file) => matcher.test(file))
    .map((file) => join(base, file))
    .sort();
}

const isWild = (part: string): boolean => /[*?{]/.test(part);

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Paths relative to `base`, with slashes. */
async function filesBelow(base: string, below: string): Promise<string[]> {
  const entries = await readdir(join(base, below), { withFileTypes: true }).catch(() => []);
  const found = entries
    .filter(({ name }) => name !== 'node_modules' && !name.startsWith('.'))
    .map((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(base, path) : entry.isFile() ? [path] : [];
    });
  return (await Promise.all(found)).flat();
}

const wildcards: Readonly<Record<string, string>> = {
  '**/': '(?:[^/]+/)*',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};

function globSource(pattern: string): string {
  return pattern.replace(
    /\*\*\/|\*\*|\*|\?|\{([^{}]*)\}|[.+^$()|[\]\\{}]/g,
    (token, choices: string | undefined) => {
      if (choices !== undefined) return `(?:${choices.split(',').map(globSource).join('|')})`;
      return wildcards[token] ?? `\\${token}`;
    },
  );
}
