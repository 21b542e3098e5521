/** `slipway judge`: judges what JSON lines tell, or with `--prometheus` a deployment that is past. */
import { createInterface } from 'node:readline';
import type { CommandModule } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { Session } from '../judge/session.ts';
import { withOutput } from '../options.ts';

export const define: CommandModule['define'] = (command, { terminal, exit }) => {
  withOutput(command).action(async () => {
    const session = new Session();
    for await (const line of createInterface({ input: terminal.stdin, crlfDelay: Infinity })) {
      if (line.trim() === '') continue;
      terminal.print(JSON.stringify(session.answer(line)));
    }
    if (session.malformed > 0) exit(exitCodes.usage);
  });
};
