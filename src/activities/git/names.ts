/** Names that are handed to git: what they may look like, so that none is taken for an option or leads elsewhere. */
import { z } from 'zod';

const part = '[A-Za-z0-9_][A-Za-z0-9._-]*';

export const repositorySchema = z
  .string()
  .max(255)
  .regex(
    new RegExp(`^${part}(/${part})*$`),
    'must be a path below the git server’s address, such as team/app',
  );

/** The rules of `git check-ref-format`, and no sign that a shell or a URL would read otherwise. */
const name = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9._/+-]*$/,
    'must begin with a letter or digit, and hold only . _ / + - besides',
  )
  .refine((text) => !/\.\.|\/\/|\/\.|[/.]$|\.lock(\/|$)/.test(text), 'must be a name as git allows it');

export const branchSchema = name;
export const tagSchema = name;

export const commitSchema = z
  .string()
  .regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/, 'must be the full hash of a commit');

export const branchRef = (branch: string): string => `refs/heads/${branch}`;
export const tagRef = (tag: string): string => `refs/tags/${tag}`;

/** Long enough for people; machines are given the whole. */
export const short = (commit: string): string => commit.slice(0, 12);
