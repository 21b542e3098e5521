/** `slipway list`: releases, newest first, by Temporal's visibility alone; no worker is needed. */
import { outcomes, phases } from '../../workflows/view.ts';
import { releaseWorkflow } from '../../workflows/messages.ts';
import { Option } from 'commander';
import { usage } from '../cli-error.ts';
import type { CommandModule } from '../command.ts';
import { withTemporal } from '../connect.ts';
import type { Connected } from '../connect.ts';
import { quoted, withoutPrefix } from '../find-release.ts';
import { withConnection, withOutput } from '../options.ts';
import type { ConnectionOptions, OutputOptions } from '../options.ts';
import { attributesOf } from '../read-release.ts';
import { callTemporal } from '../temporal-errors.ts';
import { cleanLine } from '../views/clean.ts';
import { showSpan, showTime } from '../views/duration.ts';
import { showOutcome, showPhase } from '../views/state-mark.ts';
import type { Paint } from '../views/paint.ts';
import { table } from '../views/table.ts';

interface Options extends ConnectionOptions, OutputOptions {
  readonly runbook?: string;
  readonly environment?: string;
  readonly phase?: string;
  readonly outcome?: string;
  readonly limit: string;
}

interface Row {
  readonly id: string;
  readonly phase: string;
  readonly outcome: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

export const define: CommandModule['define'] = (command, { terminal }) => {
  command
    .option('--runbook <name>', 'of this runbook')
    .option('--environment <name>', 'to this environment')
    .addOption(new Option('--phase <phase>', `in this phase: ${phases.join(', ')}`).choices(phases))
    .addOption(
      new Option('--outcome <outcome>', `with this outcome: ${outcomes.join(', ')}`).choices(outcomes),
    )
    .option('--limit <count>', 'at most so many', '20');
  withConnection(withOutput(command)).action(async (options: Options) => {
    const limit = Number(options.limit);
    if (!Number.isInteger(limit) || limit < 1)
      throw usage(`--limit takes a number from 1, not ‘${options.limit}’.`);
    const rows = await withTemporal(options, terminal, (connected) =>
      find(connected, filterOf(options), limit),
    );
    if (options.json === true) return terminal.json(rows);
    if (rows.length === 0) return terminal.print('No releases.');
    const { bold } = terminal.paint;
    const now = Date.now();
    const heading = ['RELEASE', 'STANDS', 'STARTED', 'TOOK'].map((title) => bold(title));
    for (const line of table([heading, ...rows.map((row) => cells(row, now, terminal.paint))]))
      terminal.print(line);
  });
};

function filterOf({ runbook, environment, phase, outcome }: Options): string {
  const wanted = { Runbook: runbook, Environment: environment, Phase: phase, Outcome: outcome };
  const terms = Object.entries(wanted).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} = ${quoted(value)}`],
  );
  return [`WorkflowType = '${releaseWorkflow}'`, ...terms].join(' AND ');
}

const find = (connected: Connected, query: string, limit: number): Promise<Row[]> =>
  callTemporal(connected, 10_000, async () => {
    const rows: Row[] = [];
    for await (const found of connected.client.workflow.list({ query, pageSize: limit })) {
      const attribute = attributesOf(found.typedSearchAttributes);
      rows.push({
        id: found.workflowId,
        phase: found.closeTime === undefined ? (attribute('Phase') ?? 'running') : 'closed',
        outcome: attribute('Outcome') ?? endedFromOutside(found.status.name),
        startedAt: found.startTime.toISOString(),
        endedAt: found.closeTime?.toISOString() ?? null,
      });
      if (rows.length >= limit) break;
    }
    return rows;
  });

/** Terminated or failed: there is no outcome, but Temporal's status says what happened. */
const endedFromOutside = (status: string): string | null =>
  status === 'RUNNING' || status === 'COMPLETED' ? null : status.toLowerCase();

function cells({ id, phase, outcome, startedAt, endedAt }: Row, now: number, paint: Paint): string[] {
  return [
    cleanLine(withoutPrefix(id)),
    stands(phase, outcome, paint),
    showTime(startedAt, now),
    showSpan(startedAt, now, endedAt ?? undefined),
  ];
}

function stands(phase: string, outcome: string | null, paint: Paint): string {
  const known = outcomes.find((one) => one === outcome);
  if (known !== undefined) return showOutcome(known, paint);
  if (outcome !== null) return paint.red(cleanLine(outcome));
  const knownPhase = phases.find((one) => one === phase);
  return knownPhase === undefined ? cleanLine(phase) : showPhase(knownPhase, paint);
}
