/** `npm run bench`: what Slipway costs, as ratios against a hand-written Temporal workflow on the same server. */
import { parseArgs } from 'node:util';
import { approvalFigure, watchFigure } from './benchmarks/answers.ts';
import { boardFigures } from './benchmarks/board.ts';
import { cliFigure } from './benchmarks/cli.ts';
import { killFigure } from './benchmarks/kill.ts';
import { loadFigures } from './benchmarks/load.ts';
import { parkedFigure } from './benchmarks/parked.ts';
import { soakFigures } from './benchmarks/soak.ts';
import { stepFigures } from './benchmarks/steps.ts';
import { startWatched } from './cluster.ts';
import type { Figure } from './figures.ts';
import { openLab } from './lab.ts';

const names = [
  'cli',
  'step',
  'approval',
  'kubernetes-watch',
  'soak',
  'board',
  'memory',
  'kill',
  'load',
] as const;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '15' },
    /** How many releases are open at once under load. */
    load: { type: 'string', default: '2000' },
    /** How many entries the ledger has that the board is asked of. */
    entries: { type: 'string', default: '10000' },
  },
});
const unknown = (values.only ?? []).filter((name) => !names.some((known) => known === name));
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(', ')}; there are ${names.join(', ')}.\n`);
  process.exit(2);
}
const wants = (name: (typeof names)[number]) => values.only?.includes(name) ?? true;
const rounds = Number(values.rounds);

const show = ({ name, ours, limit, ratio, unit, goal }: Figure): string =>
  [
    name.padEnd(24),
    String(ours).padStart(8),
    String(limit).padStart(8),
    ratio.toFixed(2).padStart(7),
    (goal === undefined ? '' : `≤ ${goal}`).padStart(7),
    ` ${unit}`,
  ].join(' ');
const print = (...figures: readonly Figure[]) => {
  for (const one of figures) process.stdout.write(`${values.json ? JSON.stringify(one) : show(one)}\n`);
};

if (!values.json)
  process.stdout.write(
    `${'benchmark'.padEnd(24)} ${'ours'.padStart(8)} ${'limit'.padStart(8)} ${'ratio'.padStart(7)} ${'goal'.padStart(7)}\n`,
  );
const cluster = await startWatched();
const lab = await openLab({ kubernetes: cluster.client });
const benchmarks: Readonly<Record<(typeof names)[number], () => Promise<readonly Figure[]>>> = {
  cli: async () => [await cliFigure(rounds)],
  step: () => stepFigures(lab, rounds),
  approval: async () => [await approvalFigure(lab, rounds)],
  'kubernetes-watch': async () => [await watchFigure(lab, cluster.mark, rounds)],
  soak: () => soakFigures(lab),
  board: () => boardFigures(lab, Number(values.entries), rounds),
  memory: async () => [await parkedFigure()],
  kill: async () => [await killFigure(lab, Math.ceil(rounds / 3))],
  load: () => loadFigures(lab, Number(values.load)),
};
try {
  for (const name of names.filter(wants)) {
    // One that fails fails the command, and takes none of the others along.
    const figures = await benchmarks[name]().catch((error: unknown) => {
      process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
      return [];
    });
    print(...figures);
  }
} finally {
  await lab.stop();
  await cluster.stop();
}
