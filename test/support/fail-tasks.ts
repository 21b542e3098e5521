/** A release on whose tasks every worker so far has failed: Temporal refuses then, at once, what is said to it. */
import type { Connected } from '../../src/client/connect.ts';
import { releaseId, releaseWorkflow } from '../../src/workflows/messages.ts';
import type { StartRelease } from '../../src/workflows/messages.ts';
import { releaseStartOptions } from '../../src/workflows/start-options.ts';

/** Temporal's own limit. */
const attempts = 3;

/** Resolves with the release's id. It asks for a yes once it has a plan. */
export async function failTasks(
  { client, connection, taskQueue }: Connected,
  runbook: string,
): Promise<string> {
  const start: StartRelease = {
    runbook,
    environment: 'stage',
    version: '1.0',
    input: {},
    startedBy: 'sam',
    confirm: 'ask',
  };
  const workflowId = releaseId(start.runbook, start.environment, start.version);
  const options = { taskQueue, workflowId, args: [start], ...releaseStartOptions(start) };
  await client.workflow.start(releaseWorkflow, options);
  await connection.withDeadline(Date.now() + 30_000, async () => {
    for (let attempt = 1; attempt <= attempts; attempt += 1) await failOne(connection, taskQueue);
  });
  return workflowId;
}

async function failOne({ workflowService }: Connected['connection'], taskQueue: string): Promise<void> {
  const namespace = 'default';
  const { taskToken } = await workflowService.pollWorkflowTaskQueue({
    namespace,
    taskQueue: { name: taskQueue },
    identity: 'one that fails',
  });
  await workflowService.respondWorkflowTaskFailed({ namespace, taskToken });
}
