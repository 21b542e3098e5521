/** Orders to a whole release: pause, resume, rollback, abort. Grave ones are asked about at a terminal. */
import type { Command } from 'commander';
import type { ReleaseView } from '../workflows/view.ts';
import { askYesNo } from './ask.ts';
import { CliError } from './cli-error.ts';
import type { Cli } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { withTemporal } from './connect.ts';
import { findRelease } from './find-release.ts';
import { withConnection, withOutput, withReason, withSpeaker, withYes } from './options.ts';
import type { ConnectionOptions, OutputOptions, SpeakerOptions, YesOptions } from './options.ts';
import { readWhole } from './read-release.ts';
import { sendUpdate } from './send-update.ts';
import { undoLines } from './views/undo.ts';
import { whoSpeaks } from './who.ts';

interface Options extends ConnectionOptions, OutputOptions, SpeakerOptions, YesOptions {
  readonly reason?: string;
}

export type OrderName = 'pause' | 'resume' | 'rollback' | 'abort';

/** What a person must know before saying yes; absent where there is nothing to fear. */
const questions: Partial<Record<OrderName, string>> = {
  rollback: 'Roll it back?',
  abort: 'Abort, and leave all as it is?',
};

export function defineOrder(command: Command, cli: Cli, name: OrderName): void {
  command.argument('<release>', 'id, short id, or the beginning of an open one’s');
  if (questions[name] !== undefined) withYes(command);
  withConnection(withSpeaker(withOutput(withReason(command)))).action(
    async (release: string, options: Options) => {
      const by = whoSpeaks(options.as, cli.terminal.env);
      await withTemporal(options, cli.terminal, async (connected) => {
        const id = await findRelease(connected, release);
        if (!(await meant(cli, name, options, () => readWhole(connected, id))))
          return cli.exit(exitCodes.interrupted);
        const says = await sendUpdate(connected, id, name, {
          by,
          ...(options.reason === undefined ? {} : { reason: options.reason }),
        });
        if (options.json === true) return cli.terminal.json({ id, says });
        cli.terminal.print(says);
      });
    },
  );
}

async function meant(
  { terminal }: Cli,
  name: OrderName,
  options: Options,
  read: () => Promise<ReleaseView>,
): Promise<boolean> {
  const question = questions[name];
  if (question === undefined || options.yes === true || options.json === true || !terminal.interactive)
    return true;
  const view = await read();
  if (view.phase === 'closed')
    throw new CliError('refused', `${view.id} has ended: ${view.outcome ?? 'closed'}.`);
  terminal.print(
    terminal.paint.bold(name === 'rollback' ? 'A rollback will now' : 'What was done and will stay:'),
  );
  for (const line of undoLines(view.undo, terminal.paint)) terminal.print(`  ${line}`);
  return askYesNo(terminal, question);
}
