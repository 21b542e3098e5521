/** What `retry` and `skip` have in common: find the parked node, say what becomes of it. */
import type { Command } from 'commander';
import type { Resolve } from '../workflows/messages.ts';
import type { ReleaseView } from '../workflows/view.ts';
import type { Cli } from './command.ts';
import { withTemporal } from './connect.ts';
import { findRelease } from './find-release.ts';
import { withConnection, withOutput, withReason, withSpeaker } from './options.ts';
import type { ConnectionOptions, OutputOptions, SpeakerOptions } from './options.ts';
import { pickWaiting } from './pick-waiting.ts';
import { readWhole } from './read-release.ts';
import { sendUpdate } from './send-update.ts';
import { whoSpeaks } from './who.ts';

export interface RepairOptions extends ConnectionOptions, OutputOptions, SpeakerOptions {
  readonly reason?: string;
}

/** The start of every answer: who, which node, why. */
export interface RepairBase {
  readonly by: string;
  readonly node: string;
  readonly reason?: string;
}

export function defineRepair<Options extends RepairOptions>(
  command: Command,
  cli: Cli,
  resolution: (base: RepairBase, options: Options, view: ReleaseView) => Resolve,
): void {
  command
    .argument('<release>', 'id, short id, or the beginning of an open one’s')
    .argument('[node]', 'the parked node; may be left out while only one is parked');
  withConnection(withSpeaker(withOutput(withReason(command)))).action(
    async (release: string, node: string | undefined, options: Options) => {
      const by = whoSpeaks(options.as, cli.terminal.env);
      const { id, says } = await withTemporal(options, cli.terminal, async (connected) => {
        const view = await readWhole(connected, await findRelease(connected, release));
        const kinds = ['repair', 'undo-repair'] as const;
        const wait = await pickWaiting(cli.terminal, view, { kinds, node, says: 'is parked' });
        const base = {
          by,
          node: wait?.node ?? node ?? '',
          ...(options.reason === undefined ? {} : { reason: options.reason }),
        };
        return {
          id: view.id,
          says: await sendUpdate(connected, view.id, 'resolve', resolution(base, options, view)),
        };
      });
      if (options.json === true) return cli.terminal.json({ id, says });
      cli.terminal.print(says);
    },
  );
}
