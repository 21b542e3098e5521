/** `slipway promote <runbook> --from stage --to prod`: releases to an environment exactly what runs in the one before it. */
import type { Runbook } from '../../runbook/define-runbook.ts';
import { before } from '../../runbook/promotion-order.ts';
import { begin, confirmation, withBeginning, withPlan } from '../begin-release.ts';
import type { BeginOptions } from '../begin-release.ts';
import { CliError, usage } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { withTemporal } from '../connect.ts';
import type { Connected } from '../connect.ts';
import { environmentView } from '../environments/read.ts';
import { withConnection } from '../options.ts';
import type { ConnectionOptions } from '../options.ts';
import { defineForRunbooks } from '../runbook-commands.ts';

interface Options extends ConnectionOptions, BeginOptions {
  readonly from?: string;
  readonly to?: string;
}

export const define: CommandModule['define'] = (command, cli) => {
  const { terminal } = cli;
  return defineForRunbooks<Options>(command, cli, {
    options(sub) {
      withConnection(
        withBeginning(
          withPlan(
            sub
              .option('--to <environment>', 'where to')
              .option(
                '--from <environment>',
                'what runs there (default: by the runbook’s order, the one before)',
              ),
          ),
        ),
      );
    },
    fills: {
      fields: ['environment', 'version'],
      values: (runbook, options) =>
        withTemporal(options, terminal, async (connected) => {
          const { from, to: environment } = ends(runbook, options);
          return { environment, version: await versionIn(connected, from, runbook.name) };
        }),
    },
    async action({ start, options, runbook }) {
      const confirm = confirmation(cli, options);
      const { from } = ends(runbook, options);
      const course = { type: 'promotion' as const, from };
      // It may have been there before, and have been gone back from.
      await withTemporal(options, terminal, (connected) =>
        begin(cli, connected, { ...start, course, confirm }, 'again', options),
      );
    },
  });
};

function ends(runbook: Runbook, { from, to }: Options): { readonly from: string; readonly to: string } {
  if (to === undefined) throw usage('Nobody knows where to promote to.', 'Give --to.');
  const known = from ?? before(runbook.promotion, to)?.from;
  if (known !== undefined) return { from: known, to };
  throw usage(
    `The runbook ${runbook.name} names no environment that comes before ${to}.`,
    'Give --from, or declare the order in the runbook.',
  );
}

/** The one version of a runbook that runs there. */
async function versionIn(connected: Connected, name: string, runbook: string): Promise<string> {
  const view = await environmentView(connected, name);
  const own = (view?.current ?? []).filter((entry) => entry.runbook === runbook);
  const versions = [...new Set(own.map(({ version }) => version))];
  const [version] = versions;
  if (version !== undefined && versions.length === 1) return version;
  throw new CliError(
    'refused',
    version === undefined
      ? `Nothing of ${runbook} is recorded in ${name}: there is nothing to promote.`
      : `${name} runs more than one version of ${runbook}: ${own.map((entry) => `${entry.service} ${entry.version}`).join(', ')}.`,
    version === undefined
      ? `Release it there first: slipway start ${runbook} --environment ${name}.`
      : 'A release stopped half-way there: bring it to its end first.',
  );
}
