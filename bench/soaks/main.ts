/** `npm run bench:soaks`: thousands of soaks on one worker, with a real Temporal and a source on loopback. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Connection } from '@temporalio/client';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import { bundleWorkflows } from '../../src/worker/bundle.ts';
import { startTemporal } from '../../src/worker/temporal/start.ts';
import { releaseId, releaseWorkflow } from '../../src/workflows/messages.ts';
import type { StartRelease } from '../../src/workflows/messages.ts';
import { releaseStartOptions } from '../../src/workflows/start-options.ts';
import type { Service } from './plan.ts';
import { printed } from './print.ts';
import { startProcess, usageOf } from './process.ts';
import type { SourceOptions } from './source.ts';
import type { WorkerFigures, WorkerOptions } from './worker.ts';

const { values } = parseArgs({
  options: {
    soaks: { type: 'string', default: '2000' },
    /** How many of them have a past that they are calibrated by. */
    calibrated: { type: 'string', default: '200' },
    /** Seconds between two ticks. */
    interval: { type: 'string', default: '30' },
    /** Ticks that are measured, once all soaks judge. */
    ticks: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const [soaks, calibrated, interval, ticks] = [
  Number(values.soaks),
  Number(values.calibrated),
  Number(values.interval),
  Number(values.ticks),
];
const note = (line: string): void => void process.stderr.write(`${line}\n`);

const dir = mkdtempSync(join(tmpdir(), 'slipway-soaks-'));
const bundle = join(dir, 'workflows.js');
const silent = { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error };
const [temporal, { code }, source] = await Promise.all([
  startTemporal({ headless: true, logFile: join(dir, 'temporal.log') }),
  bundleWorkflows({ logger: silent }),
  startProcess('source.ts', { scrape: Math.min(15, interval / 2) } satisfies SourceOptions),
]);
writeFileSync(bundle, code);
const worker = await startProcess('worker.ts', {
  address: temporal.address,
  bundle,
  prometheus: String(await source.ask('url')),
  interval,
} satisfies WorkerOptions);
const connection = await Connection.connect({ address: temporal.address });
const client = temporalClient({ connection });
const figures = async (): Promise<WorkerFigures> => (await worker.ask('figures')) as WorkerFigures;

/** Fewer releases than soaks: it is the soaks that are measured. */
const each = 50;
const releases = [
  ...chunks(calibrated).map((count) => ({ runbook: 'fleet', count }) as const),
  ...chunks(soaks - calibrated).map((count) => ({ runbook: 'pair', count }) as const),
];

function chunks(all: number): number[] {
  return Array.from({ length: Math.ceil(all / each) }, (_, index) => Math.min(each, all - each * index));
}

async function start(runbook: Service, count: number, index: number): Promise<void> {
  const version = `1.${index}`;
  const release: StartRelease = {
    ...{ runbook, environment: 'bench', version, startedBy: 'bench', confirm: 'none' },
    input: { environment: 'bench', version, count },
  };
  await client.workflow.start(releaseWorkflow, {
    taskQueue: 'bench-soaks',
    workflowId: releaseId(runbook, 'bench', version),
    args: [release],
    ...releaseStartOptions(release),
  });
}

const begun = performance.now();
const seconds = (): number => Math.round((performance.now() - begun) / 1000);
// One after the other: a release is planned and begun on the same two cores.
let wanted = 0;
for (const [index, { runbook, count }] of releases.entries()) {
  await start(runbook, count, index);
  wanted += count;
  while ((await figures()).begun < wanted) await wait(200);
  if (index % 5 === 4) note(`${seconds()} s: ${wanted} soaks have begun`);
}
note(
  `${seconds()} s: ${soaks} soaks in ${releases.length} releases have begun, ${calibrated} of them to be calibrated`,
);
let now = await figures();
const asked = async (): Promise<number> => Number(await source.ask('answered'));
while (now.judging < soaks) {
  await wait(5000);
  now = await figures();
  note(`${seconds()} s: ${now.judging} judge; ${now.lost} heartbeats were late; ${await asked()} queries`);
}
const warmUp = { seconds: seconds(), lost: now.lost, delay: now.delay };

await worker.ask('forget');
const parts = { worker: worker.pid, source: source.pid, temporal: temporal.pid };
const usage = () => Object.entries(parts).map(([part, pid]) => ({ part, ...usageOf(pid) }));
const before = usage();
const from = performance.now();
const queriesBefore = await asked();
await wait(ticks * interval * 1000);
const after = await figures();
const queries = (await asked()) - queriesBefore;
const lasted = (performance.now() - from) / 1000;
const used = usage().map(({ part, cpu, memory }, index) => ({
  part,
  cores: (cpu - (before[index]?.cpu ?? 0)) / lasted,
  memory,
}));
process.stdout.write(
  `${printed({ soaks, calibrated, interval, lasted, queries, warmUp, figures: after, used }, values.json ? 'json' : 'text')}\n`,
);
worker.stop();
source.stop();
await connection.close();
await temporal.stop();
process.exit(after.lost + warmUp.lost > 0 ? 1 : 0);
