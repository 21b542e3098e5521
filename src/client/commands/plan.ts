/** `slipway plan <runbook>`: has a worker make the plan, shows it, and starts nothing. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { planSchema } from '../../runbook/plan.ts';
import { renderMarkdown } from '../../runbook/render-markdown.ts';
import type { StartRelease } from '../../workflows/messages.ts';
import type { Cli, CommandModule } from '../command.ts';
import { withTemporal } from '../connect.ts';
import { withConnection, withOutput, withSpeaker } from '../options.ts';
import type { ConnectionOptions, OutputOptions, SpeakerOptions } from '../options.ts';
import { needWorker } from '../pollers.ts';
import { defineForRunbooks } from '../runbook-commands.ts';
import { checkDigest, showPlan } from '../show-plan.ts';
import { callTemporal } from '../temporal-errors.ts';
import { cleanText } from '../views/clean.ts';

interface Options extends ConnectionOptions, OutputOptions, SpeakerOptions {
  readonly markdown?: true;
}

const replySchema = z.strictObject({ plan: planSchema, digest: z.string() });
const planMs = 5 * 60_000;

export const define: CommandModule['define'] = (command, cli) =>
  defineForRunbooks<Options>(command, cli, {
    options(sub) {
      withConnection(withSpeaker(withOutput(sub.option('--markdown', 'print it as Markdown'))));
    },
    action: ({ start, options }) => show(cli, start, options),
  });

async function show(
  { terminal }: Cli,
  start: Omit<StartRelease, 'confirm'>,
  options: Options,
): Promise<void> {
  const { plan, digest } = await withTemporal(options, terminal, async (connected) => {
    await needWorker(connected);
    const { runbook, environment, version } = start;
    const made: unknown = await callTemporal(connected, planMs, () =>
      connected.client.workflow.execute('plan', {
        taskQueue: connected.taskQueue,
        workflowId: `plan/${runbook}/${environment}/${version}/${randomUUID()}`,
        workflowExecutionTimeout: planMs,
        args: [{ ...start, confirm: 'ask' } satisfies StartRelease],
      }),
    );
    return replySchema.parse(made);
  });
  checkDigest(plan, digest);
  if (options.json === true) return terminal.json({ plan, digest });
  if (options.markdown === true) return terminal.print(cleanText(renderMarkdown(plan)).trimEnd());
  showPlan(terminal, plan);
}
