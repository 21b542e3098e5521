/** `npm run demo`: a Temporal server, a practice world and a worker on this machine, and a runbook's releases through them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { reportError } from '../client/report-error.ts';
import { terminalOn } from '../client/terminal.ts';
import { demonstrate } from './demonstrate.ts';
import type { Closing } from './demonstrate.ts';
import { interruptedCode, interruption } from './interruption.ts';
import { Left } from './left.ts';
import { helpText, parseOptions } from './options.ts';

const { stdin, stdout, stderr, env } = process;
const streams = { stdin, stderr, env, cwd: process.cwd() };
const showCursor = '\u001b[?25h';

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  const terminal = terminalOn({ ...streams, stdout: options.json ? stderr : stdout });
  if (options.help) {
    stdout.write(helpText);
    return 0;
  }
  if (!options.yes && (options.json || !terminal.interactive)) {
    const why = options.json ? 'With --json nobody is asked' : 'There is no terminal to ask at';
    terminal.note(
      `${why}: give --yes, and the demonstration answers its own gates (npm run demo -- --yes). --help tells more.`,
    );
    return 2;
  }
  // Left to itself, the SDK would take Ctrl-C for the worker alone.
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    shutdownSignals: [],
    // What the SDK's core has to say of a busy machine would stand amid the releases.
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }), forward: {} },
    },
  });
  const dir = mkdtempSync(join(tmpdir(), 'slipway-demo-'));
  const closing: Closing = [];
  const interrupted = interruption();
  try {
    const ended = await Promise.race([
      demonstrate(terminal, options, { dir, closing, interrupted }),
      interrupted,
    ]);
    if (ended !== 'interrupted') return ended;
    if (terminal.interactive) terminal.print(showCursor);
    terminal.note('Stopped. Nothing of the demonstration is left behind.');
    return interruptedCode;
  } catch (error) {
    if (!(error instanceof Left)) throw error;
    terminal.print('You have left the release, and so the demonstration is over: its systems are gone.');
    return 0;
  } finally {
    for (const close of closing.reverse()) await close();
    rmSync(dir, { recursive: true, force: true });
  }
}

let code: number;
try {
  code = await main();
} catch (error) {
  code = reportError(error, [], terminalOn({ ...streams, stdout: stderr }));
}
// What was interrupted may still hold the process: a worker in mid-activity, a question.
process.exit(code);
