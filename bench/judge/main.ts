/** `npm run bench:judge`: simulated soaks in all noise families; ours beside its rivals. Times are in minutes. */
import { parseArgs } from 'node:util';
import { families } from './noise.ts';
import { runCells } from './pool.ts';
import { heading, rowsOf } from './print.ts';
import { aborts, figuresOf } from './summary.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string' },
    /** Hours of history to calibrate by; 0 for none. */
    history: { type: 'string', default: '6' },
    family: { type: 'string', multiple: true },
    rate: { type: 'string', multiple: true, default: ['1', '20', '500'] },
  },
});
const runs = Number(values.runs ?? (values.quick ? 30 : 300));
const rates = values.rate.map(Number);
const wanted = families.filter(({ name }) => values.family === undefined || values.family.includes(name));
const begun = performance.now();
const cells = await runCells(
  wanted.flatMap((family) =>
    rates.map((rate) => ({
      family,
      rate,
      runs,
      seed: Number(values.seed) * 1_000_000,
      historyHours: Number(values.history),
    })),
  ),
);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
if (!values.json) print(heading());
for (const { name } of wanted) {
  const figures = figuresOf(cells.filter(({ family }) => family === name));
  for (const line of values.json ? [JSON.stringify(figures)] : rowsOf(figures)) print(line);
}
const all = aborts(cells.flatMap(({ healthy }) => healthy));
const total = {
  family: 'all',
  falseAborts: all,
  /** The median of the cells: what else runs on the machine is not the judge's. */
  tickMicroseconds:
    cells.map(({ tickMicroseconds }) => tickMicroseconds).sort((a, b) => a - b)[cells.length >> 1] ?? 0,
  seconds: Math.round((performance.now() - begun) / 1000),
};
if (values.json) print(JSON.stringify(total));
else
  print(
    `false aborts over all: ${(100 * all.rate).toFixed(2)} % of ${all.of} (95 %: ${(100 * all.low).toFixed(2)} to ${(100 * all.high).toFixed(2)} %); a tick costs ${total.tickMicroseconds.toFixed(1)} µs; ${total.seconds} s`,
  );
