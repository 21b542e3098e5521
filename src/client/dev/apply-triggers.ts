/** Has `slipway dev` put the triggers in step with the configuration: on one machine nobody else does. */
import type { Config } from '../../worker/config.ts';
import { withTemporal } from '../connect.ts';
import type { Terminal } from '../terminal.ts';
import { applyTriggers } from '../triggers/apply.ts';

export async function applyTriggersOf(
  config: Config,
  at: { readonly address: string; readonly namespace: string; readonly taskQueue: string },
  terminal: Terminal,
): Promise<void> {
  const { address, namespace, taskQueue } = at;
  try {
    const done = await withTemporal({ address, namespace, taskQueue }, terminal, (connected) =>
      applyTriggers(connected, config),
    );
    for (const [name, what] of Object.entries(done)) terminal.note(`Trigger ${name}: ${what}.`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    terminal.note(`The triggers could not be put in step: ${why} See slipway triggers.`);
  }
}
