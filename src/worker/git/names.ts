/** The last look at a name before git gets it: steps check their inputs, plans and runbooks of teams may not. */
import { branchSchema, commitSchema, repositorySchema } from '../../activities/git/names.ts';
import { fatal } from '../../activities/errors.ts';

export const checkRepository = (repository: string): void =>
  check('repository', repository, repositorySchema);
export const checkCommit = (commit: string): void => check('commit', commit, commitSchema);
/** A branch, a tag, a commit or its beginning. */
export const checkName = (name: string): void => check('name', name, branchSchema);

export function checkRef(ref: string): void {
  const [, name = ''] = /^refs\/(?:heads|tags)\/(.+)$/.exec(ref) ?? [];
  check('ref', name, branchSchema);
}

function check(what: string, value: string, schema: typeof branchSchema): void {
  if (schema.safeParse(value).success) return;
  throw fatal('input-invalid', `${JSON.stringify(value)} is no ${what} that git may be given.`);
}
