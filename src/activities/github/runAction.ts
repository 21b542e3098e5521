/** `github.runAction`: dispatches a workflow and waits for exactly the run that this dispatch made. */
import { z } from 'zod';
import { absent, started, unknown } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { dispatch, newestRun, runsSince, shortRef, showsKey } from './dispatch.ts';
import type { RunRef } from './dispatch.ts';
import { refSchema, repositorySchema, workflowSchema } from './names.ts';
import { undoKey } from './request.ts';
import { succeededRun } from './run.ts';
import { putBack } from './undo-action.ts';

const inputsSchema = z.record(z.string(), z.string());

const input = z.strictObject({
  repository: repositorySchema,
  workflow: workflowSchema,
  ref: refSchema.describe('The branch or tag whose version of the workflow runs'),
  inputs: inputsSchema.default({}).describe('The workflow’s inputs'),
  keyInput: z
    .string()
    .min(1)
    .optional()
    .describe(
      'An input of the workflow that its run-name shows. It is given the idempotency key, so that the run is found ' +
        'again even if GitHub’s answer was lost; without it a person must look in that case',
    ),
  undo: z
    .strictObject({
      ref: refSchema.optional().describe('The branch or tag to run on; absent: the same'),
      inputs: inputsSchema.describe('The inputs that put things back, such as the previous release’s tag'),
    })
    .optional()
    .describe(
      'How to put things back: the same workflow, run with other inputs. Absent: nothing can be put back',
    ),
  pollSeconds: z
    .number()
    .min(1)
    .max(300)
    .default(10)
    .describe('The longest pause between two looks, in seconds'),
});

const output = z.strictObject({
  runId: z.number().int().describe('GitHub’s id of the run'),
  url: z.string().describe('Its page'),
  title: z.string().describe('Its name as GitHub lists it'),
  sha: z.string().describe('The commit it ran on'),
});

/** The workflow's newest run before ours: whatever is ours must be newer. */
type Before = { newestRun: number };

export const runAction = defineStep({
  kind: 'github.runAction',
  summary: 'Run a GitHub Action and wait for exactly that run.',
  input,
  output,
  needs: ['github'],
  options: { settleTimeout: 4 * 3_600_000 },
  title: ({ repository, workflow, ref, inputs }) =>
    `Run the action ${workflow} of ${repository} on ${ref}${inWords(inputs)}`,
  async observe(input, ctx, earlier?: Before) {
    const key = input.keyInput === undefined ? undefined : ctx.key;
    // Without an earlier look nothing of ours can have been sent, unless a run shows our key.
    if (earlier === undefined && key === undefined) return absent({ newestRun: await newestRun(ctx, input) });
    const since = earlier ?? { newestRun: 0 };
    const runs = await runsOfOurs();
    if (key === undefined) return runs.length === 0 ? absent(since) : unknown(ambiguous(runs));
    const ours = runs.find(({ display_title }) => showsKey(display_title, key));
    const undone = runs.some(
      ({ display_title, conclusion }) => conclusion === 'success' && showsKey(display_title, undoKey(ctx)),
    );
    if (ours !== undefined && !undone) return started<RunRef>({ runId: ours.id, url: ours.html_url });
    return absent(earlier ?? { newestRun: await newestRun(ctx, input) });

    /** A dispatched run can be listed a moment late, so after a dispatch one look is not enough. */
    async function runsOfOurs() {
      for (let look = 1; ; look++) {
        const found = await runsSince(ctx, input, since.newestRun);
        const ours =
          key === undefined ? found.filter((run) => run.head_branch === shortRef(input.ref)) : found;
        if (ours.length > 0 || earlier === undefined || look === 3) return ours;
        await ctx.sleep(1000);
      }
    }
  },
  act: async (input, ctx) => started(await dispatch(ctx, input, ctx.key)),
  async settle(run, ctx, { repository, pollSeconds }) {
    const { id, html_url, display_title, head_sha } = await succeededRun(ctx, {
      repository,
      run,
      pollSeconds,
    });
    return { runId: id, url: html_url, title: display_title, sha: head_sha };
  },
  undoTitle: ({ input: { workflow, undo } }) =>
    undo === undefined
      ? `Cancel the run of ${workflow} if it is still under way`
      : `Run ${workflow} with ${Object.entries(undo.inputs)
          .map(([name, value]) => `${name} ${value}`)
          .join(', ')}`,

  async undo({ input, ref, output: made }, ctx) {
    const run = ref ?? made;
    if (run === undefined) return `No run of ${input.workflow} was dispatched: nothing to put back.`;
    return putBack(ctx, input, { runId: run.runId, url: run.url });
  },
});

function ambiguous(runs: readonly { readonly html_url: string }[]): string {
  const links = runs.map(({ html_url }) => html_url).join(' ');
  return (
    'the answer to the dispatch was lost, and each of these runs may be its own: ' +
    `${links}. A workflow that shows an input in its run-name (keyInput) makes this certain`
  );
}

/** While planning, all inputs may still be one reference. */
function inWords(inputs: unknown): string {
  if (typeof inputs === 'string') return ` (${inputs})`;
  const words = Object.entries(inputs ?? {}).map(([name, value]) => `${name}: ${String(value)}`);
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}
