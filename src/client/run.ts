/** Runs one command line and gives its exit code. Only the command that was asked for is loaded. */
import { Command, CommanderError } from 'commander';
import type { Cli } from './command.ts';
import { commandTable } from './command-table.ts';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { reportError } from './report-error.ts';
import type { Terminal } from './terminal.ts';

export async function run(argv: readonly string[], terminal: Terminal, version: string): Promise<ExitCode> {
  const args = helpAsFlag(argv);
  let code: ExitCode = exitCodes.ok;
  const exit = (given: ExitCode): void => void (code = given);
  try {
    const program = await programFor(
      args,
      { terminal, argv: args.slice(1), table: commandTable, exit },
      version,
    );
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    return reportError(error, args, terminal);
  }
}

/** `slipway help start` is `slipway start --help`. */
const helpAsFlag = ([first, ...rest]: readonly string[]): readonly string[] => {
  if (first === undefined) return ['--help'];
  return first === 'help' ? [...rest, '--help'] : [first, ...rest];
};

async function programFor(args: readonly string[], cli: Cli, version: string): Promise<Command> {
  const { terminal } = cli;
  const program = new Command('slipway')
    .description('Release runbooks as durable programs.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    // The flags of a runbook leave little room beside them, and more than none.
    .configureHelp({ minWidthToWrap: 24 })
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
      outputError: (text, write) => write(commanderError(text, { program, args, terminal })),
      getOutHelpWidth: () => terminal.stdout.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText(
      'after',
      '\nBegin with `slipway dev --practice`, then `slipway start --help`. Exit codes: docs/cli.md.',
    );
  for (const { name, summary, group, load } of commandTable) {
    const command = program.command(name, group === undefined ? { hidden: true } : {}).summary(summary);
    command.description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`);
    if (group !== undefined) command.helpGroup(group);
    if (name === args[0]) await (await load()).define(command, cli);
  }
  return program;
}

interface Complaint {
  readonly program: Command;
  readonly args: readonly string[];
  readonly terminal: Terminal;
}

/** Commander's own complaint, in our form; with `--json` it is the one document. */
function commanderError(text: string, { program, args, terminal }: Complaint): string {
  const [what = '', ...hints] = text
    .replace(/^error: /, '')
    .trim()
    .split('\n');
  const message = `${what.charAt(0).toUpperCase()}${what.slice(1).replace(/[.]?$/, '.')}`;
  const remedy = [...hints, `See ${['slipway', ...commandsIn(program, args)].join(' ')} --help.`].join(' ');
  reportError(new CliError('usage', message, remedy), args, terminal);
  return '';
}

/** The names of the command, and of the one within it, that was asked for. */
function commandsIn(program: Command, [first, ...rest]: readonly string[]): string[] {
  const found = program.commands.find((one) => one.name() === first);
  return found === undefined ? [] : [found.name(), ...commandsIn(found, rest)];
}
