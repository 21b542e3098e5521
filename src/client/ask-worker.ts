/** Has a worker look at what the CLI itself can't see: it holds no credentials. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { CliError } from './cli-error.ts';
import type { Connected } from './connect.ts';
import { needWorker } from './pollers.ts';
import { callTemporal } from './temporal-errors.ts';
import { cleaned } from './views/clean.ts';

/** Runs one of the worker's small workflows (`board`, `diff`, `where`) and holds its answer to `schema`. */
export async function askWorker<Shape extends z.ZodType>(
  connected: Connected,
  workflow: string,
  call: object,
  schema: Shape,
  limitMs: number,
): Promise<z.output<Shape>> {
  await needWorker(connected);
  const answer: unknown = await callTemporal(connected, limitMs, () =>
    connected.client.workflow.execute(workflow, {
      taskQueue: connected.taskQueue,
      workflowId: `${workflow}/${randomUUID()}`,
      workflowExecutionTimeout: limitMs,
      args: [call],
    }),
  );
  const parsed = schema.safeParse(answer);
  if (parsed.success) return cleaned(parsed.data);
  throw new CliError(
    'internal',
    `The worker’s answer about ${workflow} is of another version of Slipway.`,
    'Update the older of the two.',
    { cause: parsed.error },
  );
}
