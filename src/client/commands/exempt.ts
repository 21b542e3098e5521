/** `slipway exempt <release> --reason …`: lets a release that waits go on through a freeze, if you may. */
import { CliError } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import type { Connected } from '../connect.ts';
import { environmentView } from '../environments/read.ts';
import { say, withSaying } from '../environments/say.ts';
import type { SayOptions } from '../environments/say.ts';
import { tellEnvironment } from '../environments/tell.ts';
import { findRelease, withoutPrefix } from '../find-release.ts';
import { readWhole } from '../read-release.ts';

export const define: CommandModule['define'] = (command, { terminal }) => {
  command.argument('<release>', 'id, short id, or the beginning of an open one’s');
  withSaying(command).action((given: string, options: SayOptions) =>
    say(terminal, options, async ({ connected, by, reason }) => {
      const release = await findRelease(connected, given);
      const said: [string, string][] = [];
      for (const environment of await waitsFor(connected, release)) {
        const payload = { by, release, reason };
        said.push([environment, await tellEnvironment(connected, environment, 'exempt', payload)]);
      }
      return Object.fromEntries(said);
    }),
  );
};

/** A release may hold several environments; it waits for one of them at a time. */
async function waitsFor(connected: Connected, release: string): Promise<readonly string[]> {
  const { plan, environment } = await readWhole(connected, release);
  const names = plan?.lease?.environments ?? [environment];
  const views = await Promise.all(names.map((name) => environmentView(connected, name)));
  const waiting = views.flatMap((view) =>
    view !== undefined && view.queue.some((one) => one.release.id === release) ? [view.name] : [],
  );
  if (waiting.length > 0) return waiting;
  throw new CliError(
    'refused',
    `${withoutPrefix(release)} waits for no environment.`,
    'An exemption is for a release that a freeze keeps waiting: see slipway queue, or start one with --exempt.',
  );
}
