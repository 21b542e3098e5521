/** Waits until the worker of `slipway dev` listens. */
import { withTemporal } from '../connect.ts';
import { recentPollers } from '../pollers.ts';
import type { Terminal } from '../terminal.ts';

/** Gives up silently after a while: the supervisor tells what is wrong with the worker. */
const longestMs = 60_000;

export const untilPolled = (
  {
    address,
    namespace,
    taskQueue,
  }: { readonly address: string; readonly namespace: string; readonly taskQueue: string },
  terminal: Terminal,
): Promise<void> =>
  withTemporal({ address, namespace, taskQueue }, terminal, async (connected) => {
    const until = Date.now() + longestMs;
    while ((await recentPollers(connected)).length === 0 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
