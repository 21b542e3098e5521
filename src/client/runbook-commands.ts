/** Gives a command one subcommand a runbook, with the runbook's input as flags: `slipway start balrog --version …`. */
import type { Command } from 'commander';
import { loadConfig } from '../worker/load-config.ts';
import type { LoadedConfig } from '../worker/load-config.ts';
import { loadRunbooks } from '../worker/load-runbooks.ts';
import type { LoadedRunbook } from '../worker/load-runbooks.ts';
import type { Runbook } from '../runbook/define-runbook.ts';
import type { Json } from '../runbook/json.ts';
import { reasonOf } from '../runbook/reason-of.ts';
import type { StartRelease } from '../workflows/messages.ts';
import { checkInput } from './check-input.ts';
import { configFile } from './config-file.ts';
import { usage } from './cli-error.ts';
import type { Cli } from './command.ts';
import { withConfig } from './options.ts';
import type { ConnectionOptions, SpeakerOptions } from './options.ts';
import { addFlags, flagsOf, readFlags } from './runbook-flags.ts';
import { whoSpeaks } from './who.ts';

/** A release as it was asked for, checked. */
export interface Wish<Options> {
  readonly runbook: Runbook;
  readonly start: Omit<StartRelease, 'confirm'>;
  readonly options: Options & { readonly taskQueue: string };
}

interface RunbookCommand<Options> {
  /** Adds the command's own options. */
  options(command: Command): void;
  /** What of the input the command knows by itself: no flags are offered for these fields. */
  readonly fills?: {
    readonly fields: readonly string[];
    values(
      runbook: Runbook,
      options: Options & { readonly taskQueue: string },
    ): Promise<Record<string, Json>>;
  };
  action(wish: Wish<Options>): Promise<void>;
}

export async function defineForRunbooks<Options extends ConnectionOptions & SpeakerOptions>(
  command: Command,
  { terminal, argv }: Cli,
  { options: addOptions, fills, action }: RunbookCommand<Options>,
): Promise<void> {
  withConfig(command);
  const found = await configured(terminal.cwd, argv);
  if ('lacks' in found) {
    addOptions(command.allowUnknownOption().argument('[runbook]'));
    return void command.addHelpText('after', `\nThe flags of each runbook can’t be told: ${found.lacks}`);
  }
  const { loaded, runbooks } = found;
  const names = [...runbooks.keys()];
  command.helpCommand(false).commandsGroup('Runbooks:').usage('<runbook> [options]');
  command.argument('[runbook]').allowExcessArguments().allowUnknownOption();
  command.action((name: string | undefined) => {
    const what = name === undefined ? 'No runbook was named' : `There is no runbook ‘${name}’`;
    throw usage(
      `${what}; there are: ${names.join(', ') || 'none'}.`,
      `See slipway ${command.name()} --help.`,
    );
  });
  for (const { runbook } of runbooks.values()) {
    const sub = command.command(runbook.name).description(runbook.summary ?? '');
    sub.allowExcessArguments(false);
    addOptions(withConfig(sub));
    const flags = flagsOf(runbook.input, longFlags(sub)).filter(
      ({ field }) => fills?.fields.includes(field) !== true,
    );
    addFlags(sub, flags);
    sub.action(async (given: Options) => {
      const startedBy = whoSpeaks(given.as, terminal.env);
      const taskQueue = given.taskQueue ?? terminal.env['SLIPWAY_TASK_QUEUE'] ?? loaded.config.taskQueue;
      const options = { ...given, taskQueue };
      const input = { ...readFlags(flags, sub.opts()), ...(await fills?.values(runbook, options)) };
      const checked = checkInput(runbook, flags, input, environmentsOf(loaded));
      await action({ runbook, start: { runbook: runbook.name, ...checked, startedBy }, options });
    });
  }
}

/** Without a configuration there are no runbooks, and there is help all the same. */
async function configured(
  cwd: string,
  argv: readonly string[],
): Promise<Configured | { readonly lacks: string }> {
  try {
    const loaded = await loadConfig({ cwd, file: configFile(cwd, namedConfig(argv)) });
    return { loaded, runbooks: await loadRunbooks(loaded) };
  } catch (error) {
    if (!argv.includes('--help') && !argv.includes('-h')) throw error;
    return { lacks: reasonOf(error) };
  }
}

interface Configured {
  readonly loaded: LoadedConfig;
  readonly runbooks: ReadonlyMap<string, LoadedRunbook>;
}

const environmentsOf = ({ config }: LoadedConfig): string[] => Object.keys(config.environments);

const longFlags = (command: Command): string[] => [
  '--help',
  ...command.options.flatMap(({ long }) => (typeof long === 'string' ? [long] : [])),
];

/** The configuration must be known before commander knows the flags. */
function namedConfig(argv: readonly string[]): string | undefined {
  const at = argv.indexOf('--config');
  if (at >= 0) return argv[at + 1];
  return argv.find((argument) => argument.startsWith('--config='))?.slice('--config='.length);
}
