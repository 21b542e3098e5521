/** Classic protection of a branch on GitHub, in the words of rulesets, which came after it: what it forbids, and whom it binds. */
import { z } from 'zod';
import type { Clients } from '../activities/clients.ts';
import { statusOf } from '../activities/github/errors.ts';
import { partsOf } from '../activities/github/names.ts';
import { shaped } from '../activities/shaped.ts';

export type Protection =
  /** `sparesAdmins`: whoever administers the repository may do it all the same. */
  | { readonly seen: true; readonly rules: ReadonlySet<string>; readonly sparesAdmins: boolean }
  /** Only who may read the repository's administration sees it. */
  | { readonly seen: false };

const none: Protection = { seen: true, rules: new Set(), sparesAdmins: false };

const enabled = z.object({ enabled: z.boolean() }).optional();
const protectionSchema = z.object({
  allow_deletions: enabled,
  allow_force_pushes: enabled,
  block_creations: enabled,
  enforce_admins: enabled,
  lock_branch: enabled,
  required_linear_history: enabled,
  required_pull_request_reviews: z.object({}).optional(),
  required_signatures: enabled,
  required_status_checks: z.object({}).nullish(),
  restrictions: z.object({}).nullish(),
});

type Told = z.output<typeof protectionSchema>;

/** By type of rule: whether classic protection does the same. */
const holds: Readonly<Record<string, (told: Told) => boolean>> = {
  deletion: (told) => told.allow_deletions?.enabled === false,
  non_fast_forward: (told) => told.allow_force_pushes?.enabled === false,
  creation: (told) => told.block_creations?.enabled === true,
  update: (told) => told.lock_branch?.enabled === true || told.restrictions != null,
  required_linear_history: (told) => told.required_linear_history?.enabled === true,
  required_signatures: (told) => told.required_signatures?.enabled === true,
  pull_request: (told) => told.required_pull_request_reviews !== undefined,
  required_status_checks: (told) => told.required_status_checks != null,
};

/** What GitHub answers, with 404 as well, to who may read it where there is nothing to read. */
const notProtected = /branch not protected/i;

export async function classicProtection(
  github: Clients['github'],
  { repository, branch }: { readonly repository: string; readonly branch: string },
  signal: AbortSignal,
): Promise<Protection> {
  try {
    const { data } = await github.rest.repos.getBranchProtection({
      ...partsOf(repository),
      branch,
      request: { signal },
    });
    const told = shaped(`GitHub, asked for the protection of ${branch}`, protectionSchema, data);
    return {
      seen: true,
      rules: new Set(Object.keys(holds).filter((type) => holds[type]?.(told) === true)),
      sparesAdmins: told.enforce_admins?.enabled !== true,
    };
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 && notProtected.test(String(error))) return none;
    // A limit is a 403, too, and says nothing of rights.
    if (status === 404 || (status === 403 && !/rate limit/i.test(String(error)))) return { seen: false };
    throw error;
  }
}
