/** Fetches the migrations that two commits differ in, whole: a comparison on GitHub ends after 300 files, a listing doesn't. */
import { z } from 'slipway';
import type { Facts, Planning } from 'slipway';
import { fileAt, found, ownerAndRepo } from './github.ts';
import type { MigrationChange } from './migrations.ts';

export interface Commits {
  /** `owner/name`. */
  readonly repository: string;
  /** The folder of the migrations. */
  readonly folder: string;
  readonly from: string;
  readonly to: string;
}

const entriesSchema = z.array(z.object({ type: z.string(), path: z.string(), sha: z.string() }));

export async function migrationChanges(facts: Facts<Planning>, commits: Commits): Promise<MigrationChange[]> {
  const before = await listing(facts, commits, commits.from);
  const after = await listing(facts, commits, commits.to);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const differing = paths.filter((path) => before.get(path) !== after.get(path));
  return Promise.all(
    differing.map(async (path): Promise<MigrationChange> => {
      if (!after.has(path)) return { path, status: 'removed' };
      if (before.has(path)) return { path, status: 'modified' };
      return { path, status: 'added', source: await source(facts, commits, path) };
    }),
  );
}

/** Migrations by path, with the hash of their content. */
async function listing(facts: Facts<Planning>, commits: Commits, ref: string): Promise<Map<string, string>> {
  const { repository, folder } = commits;
  const listed = await found(() =>
    facts.clients.github.rest.repos.getContent({
      ...ownerAndRepo(repository),
      path: folder,
      ref,
      request: { signal: facts.signal },
    }),
  );
  if (listed === undefined) {
    return facts.refuse(
      `${repository} has no folder ${folder} at ${ref}: whether the schema changes can't be seen.`,
      `Correct environments.${facts.environment.name}.vars.migrations in the configuration, then start again.`,
    );
  }
  const entries = entriesSchema
    .parse(listed.data)
    .filter(({ type, path }) => type === 'file' && isMigration(path));
  return new Map(entries.map(({ path, sha }) => [path, sha]));
}

const isMigration = (path: string): boolean => path.endsWith('.py') && !path.endsWith('/__init__.py');

async function source(facts: Facts<Planning>, { repository, to }: Commits, path: string): Promise<string> {
  const text = await fileAt(facts, { repository, path, ref: to });
  return text ?? facts.refuse(`${path} can't be read at ${to} of ${repository}.`);
}
