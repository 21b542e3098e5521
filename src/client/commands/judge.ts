/** `slipway judge`: judges what JSON lines tell, or with `--prometheus` a deployment that is past. */
import type { Command } from 'commander';
import { createInterface } from 'node:readline';
import type { CommandModule } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { BacktestOptions } from '../judge/backtest.ts';
import type { Said } from '../judge/past-soak.ts';
import { Session } from '../judge/session.ts';
import { withOutput } from '../options.ts';
import type { OutputOptions } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { cleanText } from '../views/clean.ts';

type Options = OutputOptions & Omit<BacktestOptions, 'prometheus'> & { readonly prometheus?: string };

export const define: CommandModule['define'] = (command, { terminal, exit }) => {
  withBacktest(withOutput(command)).action(async (options: Options) => {
    const { prometheus } = options;
    if (prometheus !== undefined) return showBacktest({ ...options, prometheus }, terminal);
    const session = new Session();
    for await (const line of createInterface({ input: terminal.stdin, crlfDelay: Infinity })) {
      if (line.trim() !== '') terminal.print(JSON.stringify(session.answer(line)));
    }
    if (session.malformed > 0) exit(exitCodes.usage);
  });
};

const withBacktest = (command: Command): Command =>
  command
    .optionsGroup('A past deployment:')
    .option('--prometheus <url>', 'judge by the series of this Prometheus; else by JSON lines on stdin')
    .option('--from <time>', 'when the canary began: an ISO time, or seconds since the epoch')
    .option('--to <time>', 'when the soak was over')
    .option('--requests <selector>', 'counter of requests, with $version: requests_total{version="$version"}')
    .option('--errors <selector>', 'counter of errors, likewise')
    .option('--latency <selector>', 'histogram of durations, likewise; its name without _bucket')
    .option('--canary <version>', 'what $version is for the canary')
    .option('--baseline <version>', 'what $version is for the baseline')
    .option('--interval <duration>', 'length of a tick, as the soak’s interval', '30s')
    .option(
      '--group-by <label>',
      'calibrate on the baseline’s instances, told apart by this label',
      'instance',
    )
    .option('--config <json>', 'options of the soak: {"tolerance":0.2}');

async function showBacktest(options: BacktestOptions & OutputOptions, terminal: Terminal): Promise<void> {
  // Steps come with it, which the lines of stdin need not wait for.
  const { backtest } = await import('../judge/backtest.ts');
  let last: Said | undefined;
  for await (const said of backtest(options)) {
    const { tick, judgement } = said;
    last = said;
    if (options.json === true)
      terminal.stdout.write(
        `${JSON.stringify({ t: tick.t, verdict: judgement.verdict, reason: judgement.reason })}\n`,
      );
    else if (judgement.verdict !== 'continue') break;
  }
  if (last === undefined || options.json === true) return;
  const { verdict, reason } = last.judgement;
  terminal.print(
    `${new Date(last.tick.t * 1000).toISOString()}  ${terminal.paint.bold(verdict)}  ${cleanText(reason)}`,
  );
}
