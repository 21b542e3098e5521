/** `slipway report <release>`: one HTML page with all that happened and the plots of its evidence, to keep and to send. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { usage } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { withTemporal } from '../connect.ts';
import { findRelease } from '../find-release.ts';
import { readWithEvidence } from '../live-evidence.ts';
import { withConnection, withOutput } from '../options.ts';
import type { ConnectionOptions, OutputOptions } from '../options.ts';
import { fileNameOf } from '../report/file-name.ts';
import { reportPage } from '../report/page.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

interface Options extends ConnectionOptions, OutputOptions {
  readonly out?: string;
  readonly force?: true;
}

export const define: CommandModule['define'] = (command, { terminal }) => {
  command
    .argument('<release>', 'id, short id, or the beginning of an open one’s')
    .option('--out <file>', 'where to (default: release-<runbook>-<environment>-<version>.html)')
    .option('--force', 'overwrite the file if it is there');
  withConnection(withOutput(command)).action(async (release: string, options: Options) => {
    const read = await withTemporal(options, terminal, async (connected) =>
      readWithEvidence(connected, await findRelease(connected, release)),
    );
    const path = resolve(terminal.cwd, options.out ?? fileNameOf(read.view));
    write(path, reportPage(read, Date.now()), options.force === true ? 'w' : 'wx');
    const { lacks } = read;
    if (options.json === true) return terminal.json({ path, ...(lacks === undefined ? {} : { lacks }) });
    terminal.print(`Wrote ${path}`);
    if (lacks !== undefined) terminal.note(terminal.errorPaint.yellow(lacks));
  });
};

/** `wx`: only if it isn't there. */
function write(path: string, page: string, flag: 'w' | 'wx'): void {
  try {
    writeFileSync(path, page, { flag });
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST')
      throw usage(`${path} is there already.`, '--force overwrites it; --out writes elsewhere.');
    const why = reasonOf(error);
    throw usage(`The report can’t be written: ${why}.`, 'Give another --out.');
  }
}
