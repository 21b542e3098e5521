/** Has every environment look again who may come in: what holds everywhere has changed. */
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { environmentId, environmentWorkflow, everywhere, rulesSignal } from '../../environment/messages.ts';

export async function tellAll(client: Client): Promise<void> {
  const query = `WorkflowType = '${environmentWorkflow}' AND ExecutionStatus = 'Running'`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    if (workflowId === environmentId(everywhere)) continue;
    await client.workflow
      .getHandle(workflowId)
      .signal(rulesSignal)
      .catch((error: unknown) => {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      });
  }
}
