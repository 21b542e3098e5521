/** `github.awaitChecks`: waits until CI has passed a commit. Check runs and commit statuses both count. Reads only. */
import { z } from 'zod';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { checksOf, judge } from './checks.ts';
import type { Check } from './checks.ts';
import { commitOf } from './commit.ts';
import { refSchema, repositorySchema } from './names.ts';
import { until } from './watch.ts';

const input = z.strictObject({
  repository: repositorySchema,
  ref: refSchema.describe('The branch, tag or commit whose checks are awaited'),
  checks: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Names of the checks that must pass; absent: all that appear, at least `minimum`'),
  minimum: z.number().int().min(1).default(1).describe('How many checks must have appeared at least'),
  pollSeconds: z
    .number()
    .min(1)
    .max(300)
    .default(10)
    .describe('The longest pause between two looks, in seconds'),
});

const output = z.strictObject({
  sha: z.string().describe('The commit that was checked'),
  checks: z
    .array(
      z.strictObject({
        name: z.string().describe('The check’s name'),
        conclusion: z.string().describe('GitHub’s word for how it ended'),
        url: z.string().describe('Its page'),
      }),
    )
    .describe('The checks that passed'),
});

export const awaitChecks = defineStep({
  kind: 'github.awaitChecks',
  summary: 'Wait until the checks of a commit have passed.',
  input,
  output,
  needs: ['github'],
  options: { settleTimeout: 4 * 3_600_000 },
  title: ({ repository, ref, checks }) =>
    `Wait until ${Array.isArray(checks) ? checks.join(', ') : 'all checks'} passed on ${ref} of ${repository}`,
  async settle(_, ctx, { repository, ref, checks: names, minimum, pollSeconds }) {
    const sha = await commitOf(ctx, repository, ref);
    return until(ctx, pollSeconds, checksOf(ctx, repository, sha), (present) => {
      const verdict = judge(present, { names, minimum });
      switch (verdict.state) {
        case 'failed':
          throw failed(verdict.checks, `${ref} of ${repository}`);
        case 'pending':
          ctx.heartbeat({ waitsFor: [...verdict.waitsFor] });
          return undefined;
        case 'passed':
          return {
            sha,
            checks: verdict.checks.map(({ name, says, url }) => ({ name, conclusion: says, url })),
          };
      }
    });
  },
});

function failed(checks: readonly Check[], where: string) {
  const named = checks.map(({ name, says, url }) => `${name}: ${says} (${url})`).join('; ');
  const link = checks[0]?.url;
  return fatal('failed', `Checks failed on ${where}: ${named}`, undefined, link ? { link } : {});
}
