/** `npm run demo`: a Temporal server, a practice world and a worker on this machine, and Balrog's two releases through them. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { withTemporal } from '../client/connect.ts';
import { reportError } from '../client/report-error.ts';
import { terminalOn } from '../client/terminal.ts';
import type { Terminal } from '../client/terminal.ts';
import { resolveTemporal } from '../worker/temporal/resolve.ts';
import { startTemporal } from '../worker/temporal/start.ts';
import { helpText, parseOptions } from './options.ts';
import type { DemoOptions } from './options.ts';
import { reportLines } from './report.ts';
import { runScenario } from './run-scenario.ts';
import { scenarios } from './scenarios.ts';

/** As whom the person at the terminal answers: not the one who starts the releases. */
const login = 'sam';

const { stdin, stdout, stderr, env } = process;
const streams = { stdin, stderr, env, cwd: process.cwd() };

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  const terminal = terminalOn({ ...streams, stdout: options.json ? stderr : stdout });
  if (options.help) {
    terminal.print(helpText);
    return 0;
  }
  if (!options.yes && !(terminal.interactive && !options.json)) {
    terminal.note('There is no terminal to ask at: give --yes, and the demonstration answers its own gates.');
    return 2;
  }
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const dir = freshFolder();
  try {
    return await demonstrate(terminal, options, dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** One a run, so that two demonstrations don't meet. */
function freshFolder(): string {
  const parent = join(process.cwd(), '.slipway');
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, 'demo-'));
}

async function demonstrate(terminal: Terminal, options: DemoOptions, dir: string): Promise<number> {
  const found = await resolveTemporal({ say: (line) => terminal.note(line) });
  const temporal = await startTemporal({ executable: found.path, logFile: join(dir, 'temporal.log') });
  const { paint } = terminal;
  terminal.print(`${paint.bold('Balrog to stage, then to production.')} ${scenarios[options.scenario].says}`);
  terminal.print(`Web UI: ${paint.cyan(temporal.uiUrl)}`);
  try {
    const { address, namespace } = temporal;
    return await withTemporal(
      { address, namespace, taskQueue: 'slipway-demo' },
      terminal,
      async (connected) => {
        const finished = await runScenario({
          name: options.scenario,
          terminal,
          connected,
          dir: join(dir, 'world'),
          answering: options.yes ? { by: 'demo' } : { by: 'person', login },
        });
        terminal.print();
        reportLines(finished.report).forEach((line) => terminal.print(line));
        finished.problems.forEach((problem) => terminal.note(paint.red(`Not as it should be: ${problem}`)));
        if (options.keep) await untilStopped(terminal, temporal.uiUrl);
        await finished.stop();
        if (options.json) stdout.write(`${JSON.stringify(finished.report)}\n`);
        return finished.problems.length === 0 ? 0 : 1;
      },
    );
  } finally {
    await temporal.stop();
  }
}

async function untilStopped(terminal: Terminal, webUi: string): Promise<void> {
  terminal.print(`Everything keeps running: see ${webUi}. Ctrl-C ends it.`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = reportError(error, [], terminalOn({ ...streams, stdout: stderr }));
}
