/** `npm run bench:judge`: simulated soaks in all noise families; ours beside its rivals. Times are in minutes. */
import { parseArgs } from 'node:util';
import { latencyFamilies } from './latency.ts';
import { families, kinds } from './noise.ts';
import { runCells } from './pool.ts';
import { heading, latencyRowsOf, rowsOf } from './print.ts';
import { tickCost } from './tick-cost.ts';
import { aborts, figuresOf, latencyFiguresOf } from './summary.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string' },
    /** Hours of history to calibrate by; 0 for none. */
    history: { type: 'string', default: '6' },
    /** No history: the judge learns from the baseline's instances while the soak runs. */
    live: { type: 'boolean', default: false },
    family: { type: 'string', multiple: true },
    rate: { type: 'string', multiple: true },
  },
});
const runs = Number(values.runs ?? (values.quick ? 8 : 300));
const rates = (values.rate ?? (values.quick ? ['20', '500'] : ['1', '20', '500'])).map(Number);
const names = values.family ?? (values.quick ? kinds : undefined);
const isWanted = ({ name }: { name: string }): boolean => names === undefined || names.includes(name);
const [errors, latencies] = [families.filter(isWanted), latencyFamilies.filter(isWanted)];
const begun = performance.now();
const common = {
  runs,
  seed: Number(values.seed) * 1_000_000,
  historyHours: values.live ? 0 : Number(values.history),
  live: values.live,
};
const cost = tickCost(common.seed);
const cells = await runCells([
  ...errors.flatMap((family) => rates.map((rate) => ({ kind: 'errors', family, rate, ...common }) as const)),
  ...latencies.flatMap((family) =>
    rates
      .filter((rate) => rate >= 20)
      .map((rate) => ({ kind: 'latency', family, rate, ...common, runs: Math.ceil(runs / 2) }) as const),
  ),
]);
const ofErrors = cells.filter((cell) => cell.kind === 'errors');
const ofLatency = cells.filter((cell) => cell.kind === 'latency');
const print = (line: string): void => void process.stdout.write(`${line}\n`);
if (!values.json) print(heading());
for (const { name } of errors) {
  const figures = figuresOf(ofErrors.filter(({ family }) => family === name));
  for (const line of values.json ? [JSON.stringify(figures)] : rowsOf(figures)) print(line);
}
for (const { name } of latencies) {
  const figures = latencyFiguresOf(ofLatency.filter(({ family }) => family === name));
  for (const line of values.json ? [JSON.stringify(figures)] : latencyRowsOf(figures)) print(line);
}
const all = aborts(cells.flatMap(({ healthy }) => healthy));
const total = {
  family: 'all',
  falseAborts: all,
  tickMicroseconds: cost,
  cpuSeconds: Math.round((process.cpuUsage().user + process.cpuUsage().system) / 1e6),
  seconds: Math.round((performance.now() - begun) / 1000),
};
if (values.json) print(JSON.stringify(total));
else
  print(
    `false aborts over all: ${(100 * all.rate).toFixed(2)} % of ${all.of} (95 %: ${(100 * all.low).toFixed(2)} to ${(100 * all.high).toFixed(2)} %); a tick costs ${cost.errors.toFixed(1)} µs of CPU time, ${cost.withLatency.toFixed(1)} µs with latency; ${total.seconds} s, ${total.cpuSeconds} s of CPU time`,
  );
