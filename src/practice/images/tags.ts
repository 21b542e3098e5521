/** What the distribution registry keeps on disk: the digest that each tag of each repository stands for. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function tagsIn(storage: string): Record<string, Record<string, string>> {
  const root = join(storage, 'docker/registry/v2/repositories');
  if (!existsSync(root)) return {};
  return Object.fromEntries(repositories(root).map((name) => [name, tagsOf(join(root, name))]));
}

function repositories(root: string, path = ''): string[] {
  return readdirSync(join(root, path)).flatMap((name) =>
    name === '_manifests' ? [path] : name.startsWith('_') ? [] : repositories(root, join(path, name)),
  );
}

function tagsOf(repository: string): Record<string, string> {
  const folder = join(repository, '_manifests/tags');
  if (!existsSync(folder)) return {};
  return Object.fromEntries(
    readdirSync(folder).flatMap((tag) => {
      const link = join(folder, tag, 'current/link');
      return existsSync(link) ? [[tag, readFileSync(link, 'utf8').trim()]] : [];
    }),
  );
}
