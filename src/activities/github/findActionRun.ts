/** `github.findActionRun`: a precondition: a workflow has run, successfully, for this version. Reads only. */
import { z } from 'zod';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { partsOf, refSchema, repositorySchema, workflowSchema } from './names.ts';
import { answer, reading } from './request.ts';
import type { GithubContext } from './request.ts';
import { runsSchema } from './shapes.ts';

const input = z.strictObject({
  repository: repositorySchema,
  workflow: workflowSchema,
  titleIncludes: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A word of the run’s name that tells it from others, such as the version that its run-name shows',
    ),
  ref: refSchema.optional().describe('The branch or tag it ran on'),
  sha: z
    .string()
    .regex(/^[0-9a-f]{40}$/, 'must be a full commit sha')
    .optional()
    .describe('The commit it ran on'),
});

const output = z.strictObject({
  runId: z.number().int().describe('GitHub’s id of the newest such run'),
  url: z.string().describe('Its page'),
  title: z.string().describe('Its name as GitHub lists it'),
  sha: z.string().describe('The commit it ran on'),
});

type Wanted = z.output<typeof input>;

export const findActionRun = defineStep({
  kind: 'github.findActionRun',
  summary: 'See that a GitHub Action has run successfully.',
  input,
  output,
  needs: ['github'],
  title: (wanted) => `Check that the action ${inWords(wanted)} has run successfully`,
  async settle(_, ctx, wanted) {
    const runs = await runsOf(ctx, wanted);
    const good = runs.find(({ conclusion }) => conclusion === 'success');
    if (good !== undefined) {
      return { runId: good.id, url: good.html_url, title: good.display_title, sha: good.head_sha };
    }
    const [newest] = runs;
    const seen =
      newest === undefined ? 'It has not run' : `Its newest run is ${newest.conclusion ?? newest.status}`;
    throw fatal(
      'not-found',
      `There is no successful run of the action ${inWords(wanted)}. ${seen}${newest ? `: ${newest.html_url}` : '.'}`,
      'Run the action, wait until it has succeeded, then retry.',
      newest === undefined ? {} : { link: newest.html_url },
    );
  },
});

/** GitHub gives no more than this many. */
const mostPages = 10;

/** The runs that match, newest first; looks no further than the first page that has a successful one. */
async function runsOf(ctx: GithubContext, { repository, workflow, titleIncludes, ref, sha }: Wanted) {
  const found = [];
  for (let page = 1; page <= mostPages; page++) {
    const asked = ctx.clients.github.rest.actions.listWorkflowRuns({
      ...partsOf(repository),
      workflow_id: workflow,
      ...(ref === undefined ? {} : { branch: ref }),
      ...(sha === undefined ? {} : { head_sha: sha }),
      per_page: 100,
      page,
      ...reading(ctx),
    });
    const { workflow_runs: runs } = await answer(
      `list the runs of ${workflow} in ${repository}`,
      ctx,
      runsSchema,
      asked,
    );
    found.push(...runs.filter(({ display_title }) => includesWord(display_title, titleIncludes)));
    if (runs.length < 100 || found.some(({ conclusion }) => conclusion === 'success')) break;
  }
  return found;
}

/** v3.11 is not found in v3.110. */
function includesWord(title: string, word: string | undefined): boolean {
  if (word === undefined) return true;
  for (let at = title.indexOf(word); at !== -1; at = title.indexOf(word, at + 1)) {
    const [before, after] = [title.slice(0, at), title.slice(at + word.length)];
    if (!/[\w.-]$/.test(before) && !/^(?:[\w-]|\.\w)/.test(after)) return true;
  }
  return false;
}

function inWords({ repository, workflow, titleIncludes, ref, sha }: Wanted): string {
  const of = titleIncludes === undefined ? '' : ` for ${titleIncludes}`;
  const on = ref === undefined ? '' : ` on ${ref}`;
  const at = sha === undefined ? '' : ` at ${sha.slice(0, 10)}`;
  return `${workflow} of ${repository}${of}${on}${at}`;
}
