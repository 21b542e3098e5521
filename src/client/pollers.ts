/** Whether workers listen on a task queue. */
import type { Connected } from './connect.ts';
import { callTemporal, noWorker } from './temporal-errors.ts';

/** Temporal remembers a poller for minutes after it has gone. */
const recentMs = 75_000;

export async function recentPollers(connected: Connected): Promise<string[]> {
  const { namespace, taskQueue, connection } = connected;
  const { pollers } = await callTemporal(connected, 5000, () =>
    connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
    }),
  );
  return pollers.flatMap(({ identity, lastAccessTime }) => {
    const seen = Number(lastAccessTime?.seconds ?? 0) * 1000;
    return Date.now() - seen < recentMs ? [identity ?? 'a worker'] : [];
  });
}

export async function needWorker(connected: Connected): Promise<void> {
  if ((await recentPollers(connected)).length === 0) throw noWorker(connected.taskQueue);
}
