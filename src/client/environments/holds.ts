/** `hold` and `unhold`: a version that must not go anywhere, or may again. */
import type { Command } from 'commander';
import { everywhere } from '../../environment/messages.ts';
import { usage } from '../cli-error.ts';
import type { Cli } from '../command.ts';
import { knownEnvironment, loadedHere, runbookOf } from './known.ts';
import { say, withSaying } from './say.ts';
import type { SayOptions } from './say.ts';
import { tellEnvironment } from './tell.ts';

interface Options extends SayOptions {
  readonly runbook?: string;
  readonly environment: string;
}

export function defineHold(command: Command, { terminal }: Cli, order: 'hold' | 'unhold'): void {
  command
    .argument(
      '[version]',
      'the version, as releases name it; without it, all of a runbook in one environment',
    )
    .option('--runbook <name>', 'only of this runbook (default: of any)')
    .option('--environment <name>', 'only there', everywhere);
  withSaying(command).action((version: string | undefined, options: Options) =>
    say(terminal, options, async ({ connected, by, reason }) => {
      const { runbook } = options;
      if (version === undefined && (runbook === undefined || options.environment === everywhere))
        throw usage(
          'Nothing says what is meant.',
          'Give a version; or --runbook and --environment, for all versions of a runbook there. A freeze is for all runbooks.',
        );
      const loaded = await loadedHere(terminal, options.config);
      const environment = await knownEnvironment(connected, loaded?.config, options.environment);
      if (runbook !== undefined && loaded !== undefined && (await runbookOf(loaded, runbook)) === undefined)
        terminal.note(
          `The configuration here has no runbook ‘${runbook}’: this concerns one that other workers have.`,
        );
      const payload = {
        by,
        reason,
        ...(version === undefined ? {} : { version }),
        ...(runbook === undefined ? {} : { runbook }),
      };
      return { [environment]: await tellEnvironment(connected, environment, order, payload) };
    }),
  );
}
