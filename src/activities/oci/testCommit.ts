/** `oci.testCommit`: runs the tests of a commit, as a stage of its own build file; nothing is kept of it. Reads only. */
import { z } from 'zod';
import { defineStep } from '../define-step.ts';
import { short } from '../git/names.ts';
import { progressLine, sourceInput, targetInput } from './source.ts';

export const testCommit = defineStep({
  kind: 'oci.testCommit',
  summary: 'Run the tests of a commit in a clean checkout, as a stage of its build file.',
  input: z.strictObject({
    ...sourceInput,
    target: targetInput.default('test').describe('The stage whose building is the test'),
  }),
  output: z.strictObject({ log: z.string().describe('The last lines of what the tests said') }),
  needs: ['images'],
  imageTasks: () => ['stage'],
  options: { settleTimeout: 2 * 3_600_000 },
  title: ({ commit }) => `Run the tests of ${short(commit)}`,
  async settle(_, ctx, given) {
    const { source, commit, context, file, target, args } = given;
    const log = await ctx.clients.images.tryStage(
      { source, commit, context, file, target, args },
      { signal: ctx.signal, progress: (line) => ctx.heartbeat({ says: progressLine(line) }) },
    );
    return { log };
  },
});
