/** `slipway rollback-to <environment> [version]`: a release that brings back what ran there before. */
import { lasting, versionLine } from '../../environment/history.ts';
import type { LedgerEntry } from '../../environment/view.ts';
import { collect } from '../answers.ts';
import { begin, confirmation, withBeginning, withPlan } from '../begin-release.ts';
import type { BeginOptions } from '../begin-release.ts';
import { CliError, usage } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { withTemporal } from '../connect.ts';
import { knownEnvironment, loadedHere, runbookOf } from '../environments/known.ts';
import { environmentLedger, environmentView } from '../environments/read.ts';
import { wayBackInput } from '../environments/way-back-input.ts';
import { withConfig, withConnection } from '../options.ts';
import type { ConfigOptions, ConnectionOptions } from '../options.ts';
import { whoSpeaks } from '../who.ts';

interface Options extends ConnectionOptions, ConfigOptions, BeginOptions {
  readonly runbook?: string;
  readonly reason?: string;
  readonly acknowledge?: readonly string[];
  readonly input?: readonly string[];
}

export const define: CommandModule['define'] = (command, cli) => {
  command
    .argument('<environment>')
    .argument('[version]', 'what it goes back to (default: what ran before the present version)')
    .option('--reason <text>', 'why; it is needed')
    .option('--runbook <name>', 'of which runbook, where several release to the environment')
    .option(
      '--acknowledge <migration>',
      'go back past this migration, although older code may break on what it did; may be repeated',
      collect,
    )
    .option(
      '--input <field=value>',
      'of the runbook’s input, besides environment and version (default: what it needs is as it was then); may be repeated',
      collect,
    )
    .addHelpText(
      'after',
      '\nThe environment is held afterwards, so that nothing brings the present version back: slipway unhold lifts that.',
    );
  withConnection(withConfig(withBeginning(withPlan(command)))).action(
    (environment: string, version: string | undefined, options: Options) => {
      const { reason = '', acknowledge = [], input: typed = [] } = options;
      if (reason.trim() === '') throw usage('Others will want to know why.', 'Give --reason.');
      const startedBy = whoSpeaks(options.as, cli.terminal.env);
      const confirm = confirmation(cli, options);
      return withTemporal(options, cli.terminal, async (connected) => {
        const loaded = await loadedHere(cli.terminal, options.config);
        const name = await knownEnvironment(connected, loaded?.config, environment);
        const current = (await environmentView(connected, name))?.current ?? [];
        const runbook = options.runbook ?? onlyRunbook(name, current);
        const ledger = await environmentLedger(connected, name);
        const to = version ?? previous(name, runbook, ledger);
        const known = loaded && (await runbookOf(loaded, runbook));
        const wayBack = { environment: name, version: to, ledger, typed };
        const start = {
          runbook,
          environment: name,
          version: to,
          input: await wayBackInput(connected, runbook, known, wayBack),
          startedBy,
          confirm,
          course: { type: 'rollback' as const, reason, acknowledged: [...acknowledge] },
        };
        // Each time is a release of its own.
        await begin(cli, connected, start, 'again', options);
      });
    },
  );
};

function onlyRunbook(name: string, current: readonly LedgerEntry[]): string {
  const runbooks = [...new Set(current.map(({ runbook }) => runbook))];
  const [only] = runbooks;
  if (only !== undefined && runbooks.length === 1) return only;
  if (only === undefined)
    throw new CliError('refused', `Nothing is recorded in ${name}: there is nothing to go back from.`);
  throw usage(
    `Several runbooks release to ${name}: ${runbooks.join(', ')}.`,
    'Name one of them by --runbook.',
  );
}

function previous(name: string, runbook: string, ledger: readonly LedgerEntry[]): string {
  const before = versionLine(lasting(ledger), runbook).at(-2);
  if (before !== undefined) return before;
  throw new CliError(
    'refused',
    `The ledger of ${name} has no version of ${runbook} before the present one.`,
    'What ran before the first release that Slipway recorded is not known to it: release that version, or name one that slipway history shows.',
  );
}
