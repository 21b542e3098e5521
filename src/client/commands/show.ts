/** `slipway show <release>`: all of one release, once. */
import type { CommandModule } from '../command.ts';
import { withTemporal } from '../connect.ts';
import { findRelease } from '../find-release.ts';
import { withConnection, withOutput } from '../options.ts';
import type { ConnectionOptions, OutputOptions } from '../options.ts';
import { readWithEvidence } from '../live-evidence.ts';
import { showPlan } from '../show-plan.ts';
import { releaseLines } from '../views/release.ts';

interface Options extends ConnectionOptions, OutputOptions {
  readonly plan?: true;
}

export const define: CommandModule['define'] = (command, { terminal }) => {
  command
    .argument('<release>', 'id, short id, or the beginning of an open one’s')
    .option('--plan', 'also the plan it runs by');
  withConnection(withOutput(command)).action(async (release: string, options: Options) => {
    const { view, lacks } = await withTemporal(options, terminal, async (connected) =>
      readWithEvidence(connected, await findRelease(connected, release)),
    );
    if (options.json === true) return terminal.json({ ...view, ...(lacks === undefined ? {} : { lacks }) });
    for (const line of releaseLines(view, Date.now(), terminal.paint)) terminal.print(line);
    if (options.plan === true && view.plan !== undefined) {
      terminal.print();
      showPlan(terminal, view.plan);
    }
    if (lacks !== undefined) terminal.note(terminal.errorPaint.yellow(lacks));
  });
};
