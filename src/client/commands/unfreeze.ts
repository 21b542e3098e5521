/** `slipway unfreeze <environment> [freeze]`: lifts a freeze that was made by hand. */
import { stands } from '../../environment/closed.ts';
import type { EnvironmentView } from '../../environment/view.ts';
import { CliError, usage } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { environmentView } from '../environments/read.ts';
import { say, withSaying } from '../environments/say.ts';
import type { SayOptions } from '../environments/say.ts';
import { tellEnvironment } from '../environments/tell.ts';

export const define: CommandModule['define'] = (command, { terminal }) => {
  command
    .argument('<environment>', 'which; ‘everywhere’ for a freeze of all')
    .argument('[freeze]', 'its id, as slipway board shows it; needed where there are several');
  withSaying(command).action((environment: string, given: string | undefined, options: SayOptions) =>
    say(terminal, options, async ({ connected, by, reason }) => {
      const freeze = given ?? onlyOne(environment, await environmentView(connected, environment));
      return {
        [environment]: await tellEnvironment(connected, environment, 'unfreeze', { by, freeze, reason }),
      };
    }),
  );
};

function onlyOne(environment: string, view: EnvironmentView | undefined): string {
  const standing = (view?.freezes ?? []).filter((freeze) => stands(freeze, Date.now()));
  const [only] = standing;
  if (only === undefined)
    throw new CliError(
      'notFound',
      `${environment} is not frozen by hand.`,
      'See slipway board; a freeze of all is lifted with slipway unfreeze everywhere, a calendar stands in the configuration.',
    );
  if (standing.length === 1) return only.id;
  const names = standing.map(({ id, reason }) => `${id} (${reason})`).join(', ');
  throw usage(`${environment} is frozen more than once: ${names}.`, 'Name one of them.');
}
