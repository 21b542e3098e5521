/** The demonstration from its Temporal server to its report. */
import { once } from 'node:events';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import type { Terminal } from '../client/terminal.ts';
import { boardLines } from '../client/views/board.ts';
import { resolveTemporal } from '../worker/temporal/resolve.ts';
import { startTemporal } from '../worker/temporal/start.ts';
import type { RunningTemporal } from '../worker/temporal/start.ts';
import { introduction } from './introduction.ts';
import type { DemoOptions } from './options.ts';
import { writePages } from './pages.ts';
import { reportLines } from './report.ts';
import type { Answering } from './run-release.ts';
import { runScenario } from './run-scenario.ts';
import { temporalClient } from '../worker/temporal-client.ts';

/** What must be ended at last, whatever happens; oldest first. */
export type Closing = (() => Promise<void>)[];

export interface Surroundings {
  /** Empty, and the demonstration's own. */
  readonly dir: string;
  readonly closing: Closing;
  readonly interrupted: Promise<unknown>;
}

/** As whom the person at the terminal answers: not the one who starts the releases. */
const login = 'sam';

/** Resolves with the exit code. */
export async function demonstrate(
  terminal: Terminal,
  options: DemoOptions,
  { dir, closing, interrupted }: Surroundings,
): Promise<number> {
  const { demonstration, scenario } = options;
  const missing = demonstration.missing();
  if (missing.length > 0) {
    terminal.note(
      `The demonstration of ${demonstration.name} works with real programs, and this machine lacks some:`,
    );
    for (const one of missing) terminal.note(`  ${one}`);
    return 2;
  }
  const found = await resolveTemporal({ say: (line) => terminal.note(line) });
  const temporal = await startTemporal({ executable: found.path, logFile: join(dir, 'temporal.log') });
  closing.push(() => temporal.stop());
  const answering: Answering = options.yes ? { by: 'demo' } : { by: 'person', login };
  for (const line of introduction(answering, demonstration, scenario, temporal, terminal.paint))
    terminal.print(line);

  const { address, namespace } = temporal;
  const connection = await Connection.connect({ address });
  const client = temporalClient({ connection, namespace });
  const finished = await runScenario({
    demonstration,
    name: scenario,
    terminal,
    connected: { client, connection, address, namespace, taskQueue: 'slipway-demo', cwd: terminal.cwd },
    dir: join(dir, 'world'),
    answering,
  });
  terminal.print();
  for (const line of reportLines(demonstration.title, finished, terminal.paint)) terminal.print(line);
  for (const path of writePages(finished.ends))
    terminal.print(
      `Why, in plots: ${terminal.paint.cyan(path)} (slipway report writes such a page of any release)`,
    );
  terminal.print();
  for (const line of boardLines(finished.report.board, terminal.stdout.columns ?? 100, terminal.paint))
    terminal.print(line);
  if (options.json) process.stdout.write(`${JSON.stringify(finished.report)}\n`);
  if (options.keep || answering.by === 'person') await untilEnough(terminal, temporal, interrupted);
  await finished.stop();
  await connection.close();
  return finished.problems.length === 0 ? 0 : 1;
}

async function untilEnough(
  { print, paint, stdin, interactive }: Terminal,
  { uiUrl }: RunningTemporal,
  interrupted: Promise<unknown>,
): Promise<void> {
  print();
  print(`Everything still runs, so that you can look at the releases in the web UI: ${paint.cyan(uiUrl)}`);
  print(paint.bold(interactive ? 'Enter ends it.' : 'Ctrl-C ends it.'));
  await Promise.race([interrupted, ...(interactive ? [once(stdin.resume(), 'data')] : [])]);
}
