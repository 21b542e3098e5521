/** `slipway watch <release>`: follows it to its end; the exit code tells the outcome. */
import type { CommandModule } from '../command.ts';
import { withTemporal } from '../connect.ts';
import { findRelease } from '../find-release.ts';
import { withConnection, withOutput, withSpeaker } from '../options.ts';
import type { ConnectionOptions, OutputOptions, SpeakerOptions } from '../options.ts';
import { watchRelease } from '../watch/watch-release.ts';
import { whoSpeaks } from '../who.ts';

interface Options extends ConnectionOptions, OutputOptions, SpeakerOptions {}

export const define: CommandModule['define'] = (command, { terminal, exit }) => {
  command.argument('<release>', 'id, short id, or the beginning of an open one’s');
  withConnection(withSpeaker(withOutput(command))).action(async (release: string, options: Options) => {
    const by = whoSpeaks(options.as, terminal.env);
    await withTemporal(options, terminal, async (connected) =>
      exit(await watchRelease(terminal, connected, await findRelease(connected, release), by, options)),
    );
  });
};
