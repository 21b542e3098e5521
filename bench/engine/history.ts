/** How much history a workflow has written. */
import type { WorkflowHandle } from '@temporalio/client';

export async function historyOf(handle: WorkflowHandle): Promise<{ events: number; bytes: number }> {
  const { historyLength, raw } = await handle.describe();
  return {
    events: historyLength,
    bytes: Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0),
  };
}
