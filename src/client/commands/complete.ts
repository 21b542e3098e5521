/** `slipway __complete -- <words>`: candidates for the last word, one a line. Never fails, never waits long. */
import { candidates } from '../complete/candidates.ts';
import type { CommandModule } from '../command.ts';

export const define: CommandModule['define'] = (command, cli) => {
  command.argument('[words...]').action(async (words: readonly string[]) => {
    for (const candidate of await candidates(words, cli)) cli.terminal.print(candidate);
  });
};
