/** What the steps use of GitHub's answers: its REST API's own names. Whatever else an answer has is dropped. */
import { z } from 'zod';

/** An answer of which nothing is used. */
export const ignored = z.unknown();

const page = z.url({ protocol: /^https?$/ });
const sha = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, 'is not a commit id');
const id = z.number().int().positive();

export const runSchema = z.object({
  id,
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  display_title: z.string(),
  head_branch: z.string().nullable(),
  head_sha: sha,
  html_url: page,
});
export const runsSchema = z.object({ workflow_runs: z.array(runSchema) });

export const jobsSchema = z.object({
  jobs: z.array(z.object({ name: z.string(), conclusion: z.string().nullable() })),
});

export const releaseSchema = z.object({ id, html_url: page, body: z.string().nullish() });

export const deploymentSchema = z.object({
  id,
  sha,
  environment: z.string(),
  payload: z.union([z.looseObject({}), z.string()]).nullish(),
});
export const deploymentsSchema = z.array(deploymentSchema);
export const deploymentStatusesSchema = z.array(z.object({ id, state: z.string() }));

export const commitSchema = z.object({ sha });
export const commitsSchema = z.array(
  z.object({ sha, html_url: page, commit: z.object({ message: z.string() }) }),
);
export const refSchema = z.object({ object: z.object({ type: z.string(), sha }) });
export const repositorySchema = z.object({ default_branch: z.string().min(1) });
export const writtenSchema = z.object({ commit: z.object({ sha, html_url: page }) });

export const pullSchema = z.object({
  number: id,
  html_url: page,
  state: z.enum(['open', 'closed']),
  merged_at: z.string().nullable(),
  merge_commit_sha: sha.nullable(),
  head: z.object({ sha }),
});
export const pullsSchema = z.array(pullSchema);
export const mergedSchema = z.object({ sha });

export const checkRunsSchema = z.object({
  total_count: z.number().int().nonnegative(),
  check_runs: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      conclusion: z.string().nullable(),
      html_url: page.nullable(),
      details_url: page.nullable(),
    }),
  ),
});
export const statusesSchema = z.object({
  total_count: z.number().int().nonnegative(),
  statuses: z.array(z.object({ context: z.string(), state: z.string(), target_url: page.nullable() })),
});
