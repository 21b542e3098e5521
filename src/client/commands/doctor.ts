/** `slipway doctor`: everything that can be wrong, looked at at once, each finding with its remedy. */
import type { DoctorFinding } from '../../activities/calls.ts';
import { CliError } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { configFile } from '../config-file.ts';
import { withTemporal } from '../connect.ts';
import { configFindings, nodeFinding } from '../doctor/local.ts';
import { temporalFindings } from '../doctor/remote.ts';
import { triggerFindings } from '../doctor/triggers.ts';
import { configHere } from '../environments/known.ts';
import { exitCodes } from '../exit-codes.ts';
import { withConfig, withConnection, withOutput } from '../options.ts';
import type { ConfigOptions, ConnectionOptions, OutputOptions } from '../options.ts';
import type { Terminal } from '../terminal.ts';

interface Options extends ConnectionOptions, OutputOptions, ConfigOptions {}

export const define: CommandModule['define'] = (command, { terminal, exit }) => {
  withConnection(withConfig(withOutput(command))).action(async (options: Options) => {
    const [local, remote] = await Promise.all([
      configFindings(terminal.cwd, configFile(terminal.cwd, options.config)),
      overTemporal(terminal, options),
    ]);
    const findings = [nodeFinding(), ...local, ...remote];
    if (findings.some(({ ok }) => !ok)) exit(exitCodes.findings);
    if (options.json === true) return terminal.json(findings);
    for (const finding of findings) print(terminal, finding);
  });
};

async function overTemporal(terminal: Terminal, options: Options): Promise<readonly DoctorFinding[]> {
  try {
    const config = await configHere(terminal, options.config).catch(() => undefined);
    return await withTemporal(options, terminal, async (connected) => [
      ...(await temporalFindings(connected)),
      ...(await triggerFindings(connected, config)),
    ]);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return [
      {
        subject: 'temporal',
        ok: false,
        says: error.message,
        ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
      },
    ];
  }
}

function print({ print, paint }: Terminal, { subject, ok, says, remedy }: DoctorFinding): void {
  print(`${ok ? paint.green('✔') : paint.red('✖')} ${paint.bold(subject)}: ${says}`);
  if (remedy !== undefined) print(`    ${remedy}`);
}
