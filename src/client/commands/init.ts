/** `slipway init`: a configuration and a runbook that work, to be edited. Overwrites nothing. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError } from '../cli-error.ts';
import { configsIn } from '../config-file.ts';
import type { CommandModule } from '../command.ts';
import { configText, runbookText } from '../init/templates.ts';
import { withOutput, withSpeaker } from '../options.ts';
import type { OutputOptions, SpeakerOptions } from '../options.ts';
import { whoSpeaks } from '../who.ts';

export const define: CommandModule['define'] = (command, { terminal }) => {
  withSpeaker(withOutput(command)).action((options: OutputOptions & SpeakerOptions) => {
    const files = new Map([
      ['slipway.config.ts', configText(whoSpeaks(options.as, terminal.env))],
      ['runbooks/hello.ts', runbookText],
    ]);
    const own = [...files.keys()].filter((file) => existsSync(join(terminal.cwd, file)));
    const there = [...new Set([...configsIn(terminal.cwd), ...own])];
    if (there.length > 0) {
      throw new CliError(
        'usage',
        `Already here: ${there.join(', ')}.`,
        'Nothing was written; move what is in the way, or edit it.',
      );
    }
    for (const [file, text] of files) {
      mkdirSync(dirname(join(terminal.cwd, file)), { recursive: true });
      writeFileSync(join(terminal.cwd, file), text, { flag: 'wx' });
    }
    if (options.json === true) return terminal.json({ written: [...files.keys()] });
    for (const file of files.keys()) terminal.print(`Wrote ${file}`);
    terminal.print(
      'Now run slipway dev, and in a second terminal: slipway start hello --environment local --version 1.0',
    );
  });
};
