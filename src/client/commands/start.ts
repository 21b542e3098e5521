/** `slipway start <runbook>`: checks the input, shows the plan, asks, and starts the release. */
import type { StartRelease } from '../../workflows/messages.ts';
import { usage } from '../cli-error.ts';
import type { Cli, CommandModule } from '../command.ts';
import { confirmPlan, untilPlanned } from '../confirm-release.ts';
import { withTemporal } from '../connect.ts';
import type { Connected } from '../connect.ts';
import { exitCodes } from '../exit-codes.ts';
import { withoutPrefix } from '../find-release.ts';
import { withConnection, withOutput, withSpeaker, withYes } from '../options.ts';
import type { ConnectionOptions, OutputOptions, SpeakerOptions, YesOptions } from '../options.ts';
import { needWorker } from '../pollers.ts';
import { readWhole } from '../read-release.ts';
import { defineForRunbooks } from '../runbook-commands.ts';
import { sendUpdate } from '../send-update.ts';
import { startRelease } from '../start-release.ts';
import { watchRelease } from '../watch/watch-release.ts';

interface Options extends ConnectionOptions, OutputOptions, SpeakerOptions, YesOptions {
  readonly watch?: true;
  readonly again?: true;
  readonly digest?: string;
}

export const define: CommandModule['define'] = (command, cli) =>
  defineForRunbooks<Options>(command, cli, {
    options(sub) {
      withConnection(
        withSpeaker(
          withOutput(
            withYes(sub)
              .option('--watch', 'follow it to its end')
              .option('--again', 'also if this version has been released there before')
              .option('--digest <digest>', 'run only if the plan is exactly this one; asks nothing'),
          ),
        ),
      );
    },
    action: ({ start, options }) => begin(cli, start, options),
  });

async function begin(cli: Cli, start: Omit<StartRelease, 'confirm'>, options: Options): Promise<void> {
  const { terminal } = cli;
  const confirm = options.digest ?? (options.yes === true ? 'none' : 'ask');
  if (confirm === 'ask' && (!terminal.interactive || options.json === true)) {
    throw usage(
      'There is nobody to ask whether the plan is right.',
      'Give --yes, or --digest with the digest that slipway plan shows.',
    );
  }
  await withTemporal(options, terminal, async (connected) => {
    await needWorker(connected);
    const earlier = options.again === true ? 'again' : 'refuse';
    const id = await startRelease(connected, { ...start, confirm }, earlier);
    if (confirm === 'ask' && !(await asked(cli, connected, id, start.startedBy))) return;
    if (options.watch === true)
      return cli.exit(await watchRelease(terminal, connected, id, start.startedBy, options));
    await tell(cli, connected, id, options);
  });
}

/** Whether it goes on. */
async function asked(cli: Cli, connected: Connected, id: string, by: string): Promise<boolean> {
  const { terminal } = cli;
  terminal.note('Making the plan …');
  const view = await untilPlanned(connected, id);
  if (view.phase !== 'confirming') {
    terminal.print(view.why ?? `It is ${view.phase}.`);
    if (view.outcome !== undefined) cli.exit(exitCodes.notStarted);
    return view.outcome === undefined;
  }
  if ((await confirmPlan(terminal, connected, view, by)) === 'confirmed') return true;
  await sendUpdate(connected, id, 'abort', { by, reason: 'the plan was declined' });
  terminal.print('Not started: nothing was done.');
  cli.exit(exitCodes.notStarted);
  return false;
}

async function tell({ terminal }: Cli, connected: Connected, id: string, options: Options): Promise<void> {
  if (options.json === true) {
    const { runId, phase } = await readWhole(connected, id);
    return terminal.json({ id, runId, phase });
  }
  const as = options.as === undefined ? '' : ` --as ${options.as}`;
  const watch = `slipway watch ${withoutPrefix(id)}${as}`;
  terminal.print(`Started ${id}. Watch it with ${terminal.paint.cyan(watch)}`);
}
