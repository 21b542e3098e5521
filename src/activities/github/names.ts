/** Names that go into GitHub's URLs: what they may look like, so that none leads anywhere else. */
import { z } from 'zod';

export const repositorySchema = z
  .string()
  .regex(/^[A-Za-z0-9-]+\/(?!\.{1,2}$)[A-Za-z0-9._-]+$/, 'must be owner/name')
  .describe('The repository, `owner/name`');

export const refSchema = z
  .string()
  .max(255)
  .refine(isRefName, 'must be a branch, a tag or a commit as git allows it');

export const workflowSchema = z
  .string()
  .regex(/^(?!\.{1,2}$)[\w.-]+$/, 'must be the name of its file, such as deploy.yml, or its id')
  .describe('The workflow: the name of its file below .github/workflows, or its id');

export const filePathSchema = z
  .string()
  .refine(
    (path) => path.split('/').every((part) => !['', '.', '..'].includes(part)),
    'must be a path below the repository’s root, without . and ..',
  );

/** `owner/name` as octokit wants it. */
export function partsOf(repository: string): { owner: string; repo: string } {
  const [owner = '', repo = ''] = repository.split('/');
  return { owner, repo };
}

/** The rules of `git check-ref-format` that matter. */
function isRefName(name: string): boolean {
  if (!/^[^\s~^:?*[\\\p{Cc}]+$/u.test(name)) return false;
  if (/^[-/.]|\.\.|\/\/|\/\.|@\{|[/.]$|\.lock$/.test(name)) return false;
  return name !== '@';
}
