/** Starts a release, unless one with its id runs, or has succeeded. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { releaseId, releaseWorkflow, startSchema } from '../workflows/messages.ts';
import type { StartRelease } from '../workflows/messages.ts';
import { releaseStartOptions } from '../workflows/start-options.ts';
import { CliError, usage } from './cli-error.ts';
import type { Connected } from './connect.ts';
import { attributesOf, readRelease } from './read-release.ts';
import { callTemporal } from './temporal-errors.ts';
import { withoutPrefix } from './find-release.ts';

/** What becomes of an id that has succeeded before. */
export type Earlier = 'refuse' | 'again';

const limitMs = 10_000;

/** Resolves with the release's id. */
export async function startRelease(
  connected: Connected,
  given: StartRelease,
  earlier: Earlier,
): Promise<string> {
  const parsed = startSchema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw usage(`A release can’t start from this: ${problems.join('; ')}.`);
  }
  const start = parsed.data;
  const id = releaseId(start.runbook, start.environment, start.version);
  await checkEarlier(connected, id, earlier);
  try {
    await callTemporal(connected, limitMs, () =>
      connected.client.workflow.start(releaseWorkflow, {
        taskQueue: connected.taskQueue,
        workflowId: id,
        args: [start],
        ...releaseStartOptions(start),
      }),
    );
    return id;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) throw await isRunning(connected, id);
    throw error;
  }
}

async function checkEarlier(connected: Connected, id: string, earlier: Earlier): Promise<void> {
  const found = await describe(connected, id);
  if (found === undefined) return;
  if (found.status.name === 'RUNNING') throw await isRunning(connected, id);
  if (earlier === 'again' || attributesOf(found.typedSearchAttributes)('Outcome') !== 'succeeded') return;
  throw new CliError(
    'refused',
    `${id} has succeeded already, ${found.closeTime?.toISOString() ?? 'some time ago'}.`,
    'Give --again to release it once more.',
  );
}

async function describe(connected: Connected, id: string) {
  try {
    return await callTemporal(connected, limitMs, () => connected.client.workflow.getHandle(id).describe());
  } catch (error) {
    if (error instanceof CliError && error.kind === 'notFound') return undefined;
    throw error;
  }
}

async function isRunning(connected: Connected, id: string): Promise<CliError> {
  const { view } = await readRelease(connected, id);
  return new CliError(
    'refused',
    `${id} runs already: started by ${view.startedBy} at ${view.startedAt}, it is ${view.phase}.`,
    `Watch it with slipway watch ${withoutPrefix(id)}.`,
  );
}
