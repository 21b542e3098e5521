/** The certification from its references to its table. */
import { join } from 'node:path';
import { resolveTemporal } from '../../src/worker/temporal/resolve.ts';
import { anytime, shuffled } from './anytime.ts';
import { pointsOf, wayOf } from './enumerate.ts';
import { openLane } from './lane.ts';
import type { Lane } from './lane.ts';
import type { Options } from './options.ts';
import { idOf } from './point.ts';
import type { Point } from './point.ts';
import { sailReferences } from './reference.ts';
import type { Reference } from './reference.ts';
import { buildOf, openResults } from './results.ts';
import type { Ran } from './run-point.ts';
import { runSeries } from './series.ts';
import { legName, legsOf } from './subject.ts';
import { subjects } from './subjects/index.ts';
import { summaryOf } from './summary.ts';
import { failuresOf, tableOf } from './table.ts';

/** Moments that nobody thought of, for each voyage. */
const anytimeEach = 12;

interface Place {
  /** Where its lanes keep what they run. */
  readonly dir: string;
  /** Every lane that was opened; whoever gave the list stops them. */
  readonly lanes: Lane[];
  print(line: string): void;
}

/** Resolves with the exit code. */
export async function certify(options: Options, { dir, lanes, print }: Place): Promise<number> {
  const begun = Date.now();
  const until = options.minutes === undefined ? Infinity : begun + options.minutes * 60_000;
  const { path: executable } = await resolveTemporal({ say: print });
  const first = await openLane(executable, join(dir, 'lane-1'));
  lanes.push(first);
  const legs = legsOf(subjects).filter((leg) => new RegExp(options.voyages).test(legName(leg)));
  const references = await sailReferences(first, legs, join(dir, 'worlds'));
  const everything = [...references].flatMap(([leg, reference]) => allPointsOf(leg, reference, options.seed));
  if (options.list) {
    for (const point of everything) print(idOf(point));
    return 0;
  }
  const results = options.points === undefined ? undefined : openResults(options.results, buildOf());
  const wanted = chosen(everything, options);
  const known = new Set(results?.all().map(({ point }) => point));
  const fresh: Ran[] = [];
  const points = wanted.filter((point) => !known.has(idOf(point)));
  print(
    `${wanted.length} of ${everything.length} points, ${wanted.length - points.length} of them done before; seed ${options.seed}.`,
  );
  while (lanes.length < options.lanes)
    lanes.push(await openLane(executable, join(dir, `lane-${lanes.length + 1}`)));
  await runSeries({
    lanes,
    references,
    points,
    until,
    done(ran) {
      fresh.push(ran);
      results?.add(ran);
      if (!options.json) print(progress(ran, fresh.length, points.length));
    },
  });
  return report([...(results?.all() ?? fresh)], options, print);
}

const allPointsOf = (leg: string, { leg: { voyage }, log }: Reference, seed: number): Point[] => [
  ...pointsOf(leg, log, wayOf(voyage)),
  ...anytime(leg, anytimeEach, seed),
];

function chosen(everything: readonly Point[], { points, seed }: Options): Point[] {
  if (points === undefined || points === 'all') return shuffled(everything, seed);
  const pattern = new RegExp(points);
  return everything.filter((point) => pattern.test(idOf(point)));
}

const progress = (
  { point, finding, problems, recovery, parked, ms }: Ran,
  done: number,
  of: number,
): string =>
  [
    `${done}/${of}`,
    finding,
    point,
    `${(ms / 1000).toFixed(1)} s`,
    ...(recovery === undefined
      ? []
      : [
          `moved ${recovery.killToProgressMs} ms after the kill, ${recovery.backToProgressMs} ms after it was back`,
        ]),
    ...(parked.length === 0 ? [] : [`parked: ${parked.join(', ')}`]),
    ...(problems.length === 0 ? [] : [problems.slice(0, 3).join('; ')]),
  ].join('  ');

function report(all: readonly Ran[], { json, seed }: Options, print: (line: string) => void): number {
  for (const one of [...tableOf(all), ...failuresOf(all, seed)]) print(one);
  const summary = summaryOf(all);
  if (json) print(JSON.stringify(summary));
  return summary.lost + summary.duplicated + summary.stuck === 0 ? 0 : 1;
}
