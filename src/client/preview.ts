/** Has a worker make a plan, shows it, and starts nothing. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { planSchema } from '../runbook/plan.ts';
import { renderMarkdown } from '../runbook/render-markdown.ts';
import type { StartRelease } from '../workflows/messages.ts';
import type { Connected } from './connect.ts';
import type { OutputOptions } from './options.ts';
import { needWorker } from './pollers.ts';
import { checkDigest, showPlan } from './show-plan.ts';
import { callTemporal } from './temporal-errors.ts';
import type { Terminal } from './terminal.ts';
import { cleanText } from './views/clean.ts';

export interface PreviewOptions extends OutputOptions {
  readonly markdown?: true;
}

const replySchema = z.strictObject({ plan: planSchema, digest: z.string() });
const planMs = 5 * 60_000;

export async function preview(
  terminal: Terminal,
  connected: Connected,
  start: Omit<StartRelease, 'confirm'>,
  options: PreviewOptions,
): Promise<void> {
  await needWorker(connected);
  const { runbook, environment, version } = start;
  if (terminal.interactive && options.json !== true) terminal.note('Making the plan …');
  const made: unknown = await callTemporal(connected, planMs, () =>
    connected.client.workflow.execute('plan', {
      taskQueue: connected.taskQueue,
      workflowId: `plan/${runbook}/${environment}/${version}/${randomUUID()}`,
      workflowExecutionTimeout: planMs,
      args: [{ ...start, confirm: 'ask' } satisfies StartRelease],
    }),
  );
  const { plan, digest } = replySchema.parse(made);
  checkDigest(plan, digest);
  if (options.json === true) return terminal.json({ plan, digest });
  if (options.markdown === true) return terminal.print(cleanText(renderMarkdown(plan)).trimEnd());
  showPlan(terminal, plan);
}
