/** Starts a release: has the plan made, shows it, asks, and follows it if that is wanted. For all commands that begin one. */
import type { Command } from 'commander';
import type { StartRelease } from '../workflows/messages.ts';
import { usage } from './cli-error.ts';
import type { Cli } from './command.ts';
import { confirmPlan, untilPlanned } from './confirm-release.ts';
import type { Connected } from './connect.ts';
import { exitCodes } from './exit-codes.ts';
import { withoutPrefix } from './find-release.ts';
import { withOutput, withSpeaker, withYes } from './options.ts';
import type { OutputOptions, SpeakerOptions, YesOptions } from './options.ts';
import { needWorker } from './pollers.ts';
import { preview } from './preview.ts';
import { readWhole } from './read-release.ts';
import { sendUpdate } from './send-update.ts';
import { startRelease } from './start-release.ts';
import type { Earlier } from './start-release.ts';
import { watchRelease } from './watch/watch-release.ts';

export interface BeginOptions extends OutputOptions, SpeakerOptions, YesOptions {
  readonly plan?: true;
  readonly watch?: true;
  readonly digest?: string;
  readonly urgent?: string;
  readonly exempt?: string;
}

export const withBeginning = (command: Command): Command =>
  withSpeaker(
    withOutput(
      withYes(command)
        .option('--watch', 'follow it to its end')
        .option('--digest <digest>', 'run only if the plan is exactly this one; asks nothing')
        .option('--urgent <reason>', 'go before all that wait and are not urgent; kept in the audit')
        .option(
          '--exempt <reason>',
          'go on through a freeze, or without a condition of the order, if you may; kept in the audit',
        ),
    ),
  );

/** For commands that look up by themselves what they release: `slipway plan` can't show that. */
export const withPlan = (command: Command): Command =>
  command.option('--plan', 'show what it would do, and do nothing');

/** Refuses, before anything is asked of anybody, where nobody is there to say yes. */
export function confirmation({ terminal }: Cli, options: BeginOptions): StartRelease['confirm'] {
  const confirm = options.digest ?? (options.yes === true || options.plan === true ? 'none' : 'ask');
  if (confirm !== 'ask' || (terminal.interactive && options.json !== true)) return confirm;
  throw usage(
    'There is nobody to ask whether the plan is right.',
    'Give --yes, or --digest with the digest of the plan that was looked at.',
  );
}

export async function begin(
  cli: Cli,
  connected: Connected,
  start: StartRelease,
  earlier: Earlier,
  options: BeginOptions,
): Promise<void> {
  const { terminal } = cli;
  const wish = { ...start, ...priority(options) };
  if (options.plan === true) return preview(terminal, connected, wish, options);
  await needWorker(connected);
  const id = await startRelease(connected, wish, earlier);
  if (start.confirm === 'ask' && !(await asked(cli, connected, id, start.startedBy))) return;
  if (options.watch === true)
    return cli.exit(await watchRelease(terminal, connected, id, start.startedBy, options));
  await tell(cli, connected, id, options);
}

const priority = ({ urgent, exempt }: BeginOptions) => ({
  ...(urgent === undefined ? {} : { urgent }),
  ...(exempt === undefined ? {} : { exempt }),
});

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

async function tell(
  { terminal }: Cli,
  connected: Connected,
  id: string,
  options: BeginOptions,
): Promise<void> {
  if (options.json === true) {
    const { runId, phase } = await readWhole(connected, id);
    return terminal.json({ id, runId, phase });
  }
  const as = options.as === undefined ? '' : ` --as ${options.as}`;
  const watch = `slipway watch ${withoutPrefix(id)}${as}`;
  terminal.print(`Started ${id}. Watch it with ${terminal.paint.cyan(watch)}`);
}
