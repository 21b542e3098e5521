/** The migrations that two commits differ in, fetched whole: a comparison on GitHub ends after 300 files. */
import { z } from 'slipway';
import type { ChangedMigration, Facts, Planning } from 'slipway';
import { fileAt, found, ownerAndRepo } from './github.ts';

export interface Commits {
  /** `owner/name`. */
  readonly repository: string;
  /** The folder of the migrations. */
  readonly folder: string;
  readonly from: string;
  readonly to: string;
  /** `given`: those that are the same at both come too, for they tell what the others build on. Default `left-out`. */
  readonly unchanged?: 'given' | 'left-out';
}

const entriesSchema = z.array(z.object({ type: z.string(), path: z.string(), sha: z.string() }));

export async function changedMigrations(
  facts: Facts<Planning>,
  commits: Commits,
): Promise<ChangedMigration[]> {
  const { repository, from, to, unchanged = 'left-out' } = commits;
  const before = await listing(facts, commits, from);
  const after = await listing(facts, commits, to);
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const differs = (path: string): boolean => before.get(path) !== after.get(path);
  if (!paths.some(differs)) return [];
  return Promise.all(
    paths
      .filter((path) => unchanged === 'given' || differs(path))
      .map(async (path): Promise<ChangedMigration> => {
        const old = before.has(path) ? await source(facts, repository, path, from) : undefined;
        if (!differs(path)) return { path, before: old, after: old };
        return {
          path,
          before: old,
          after: after.has(path) ? await source(facts, repository, path, to) : undefined,
        };
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
  const entries = entriesSchema.parse(listed.data).filter(({ type }) => type === 'file');
  return new Map(entries.map(({ path, sha }) => [path, sha]));
}

async function source(
  facts: Facts<Planning>,
  repository: string,
  path: string,
  ref: string,
): Promise<string> {
  const text = await fileAt(facts, { repository, path, ref });
  return text ?? facts.refuse(`${path} can't be read at ${ref} of ${repository}.`);
}
