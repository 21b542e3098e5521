/** Whether a release is under way, as Temporal knows it. */
import { WorkflowNotFoundError } from '@temporalio/common';
import type { Client } from '@temporalio/client';

export async function isRunning(client: Client, release: string): Promise<boolean> {
  try {
    return (await client.workflow.getHandle(release).describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
