/** The certification from its references to its table. */
import { join } from 'node:path';
import { resolveTemporal } from '../../src/worker/temporal/resolve.ts';
import { anytime } from './anytime.ts';
import { chosen, reported, toStrike } from './chosen.ts';
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
import { runShare } from './share.ts';
import { legName, legsOf } from './subject.ts';
import type { Leg } from './subject.ts';
import { subjects } from './subjects/index.ts';
import { passed, summaryOf } from './summary.ts';
import { failuresOf, progressOf, tableOf } from './table.ts';

/** Moments that nobody thought of, for each voyage. */
const anytimeEach = 12;

interface Place {
  /** Where its lanes keep what they run. */
  readonly dir: string;
  /** Every lane that was opened; whoever gave the list stops them. */
  readonly lanes: Lane[];
  /** Aborted where somebody breaks it off, who then stops the lanes. */
  readonly signal: AbortSignal;
  print(line: string): void;
}

/** Resolves with the exit code. */
export async function certify(options: Options, place: Place): Promise<number> {
  const legs = legsOf(subjects).filter((leg) => new RegExp(options.voyages).test(legName(leg)));
  if (legs.length === 0) {
    place.print(`No voyage has a name like that; there are ${legsOf(subjects).map(legName).join(', ')}.`);
    return 2;
  }
  const until = options.minutes === undefined ? Infinity : Date.now() + options.minutes * 60_000;
  const { path: executable } = await resolveTemporal({ say: place.print });
  await openLanes(1);
  if (options.points === undefined && !options.list) return share();
  return certifyNamed(options, { ...place, legs, until, openLanes });

  async function openLanes(count: number): Promise<void> {
    const { dir, lanes } = place;
    while (lanes.length < count)
      lanes.push(await openLane(executable, join(dir, `lane-${lanes.length + 1}`)));
  }

  async function share(): Promise<number> {
    const { dir, lanes, signal, print } = place;
    const { seed } = options;
    print(`A share of ${legs.length} voyages’ points, drawn by seed ${seed}.`);
    await openLanes(Math.min(options.lanes, legs.length));
    const all: Ran[] = [];
    const done = (ran: Ran): void => {
      all.push(ran);
      if (!options.json) print(progressOf(ran, `${all.length}`));
    };
    const points = (reference: Reference): Point[] => allPointsOf(reference, seed);
    await runShare({
      ...{ lanes, legs, seed, until, signal, done },
      dir: join(dir, 'worlds'),
      pointsOf: points,
      sailed: sailedBy(options, print),
    });
    return report(all, options, print);
  }
}

interface Named extends Place {
  readonly legs: readonly Leg[];
  readonly until: number;
  openLanes(count: number): Promise<void>;
}

/** Points by their names, from where the last series stopped. */
async function certifyNamed(options: Options, place: Named): Promise<number> {
  const { dir, lanes, signal, print, legs, until } = place;
  const [first] = lanes;
  if (first === undefined) throw new Error('There is no lane.');
  const references = await sailReferences(first, legs, join(dir, 'worlds'), sailedBy(options, print));
  const everything = [...references.values()].flatMap((reference) => allPointsOf(reference, options.seed));
  if (options.list) {
    for (const point of everything) print(idOf(point));
    return 0;
  }
  const results = openResults(options.results, buildOf());
  const wanted = chosen(everything, options);
  if (wanted.length === 0) {
    print(`None of ${everything.length} points has a name like that: see --list.`);
    return 2;
  }
  const points = toStrike(wanted, results.all(), options);
  const known = wanted.length - points.length;
  print(
    `${wanted.length} of ${everything.length} points, ${known} of them done before; seed ${options.seed}.`,
  );
  await place.openLanes(options.lanes);
  let count = 0;
  const done = (ran: Ran): void => {
    count += 1;
    results.add(ran);
    if (!options.json) print(progressOf(ran, `${count}/${points.length}`));
  };
  await runSeries({ lanes, references, points, until, signal, done });
  return report(reported(wanted, results.all(), options), options, print);
}

const allPointsOf = ({ leg, log }: Reference, seed: number): Point[] => [
  ...pointsOf(legName(leg), log, wayOf(leg.voyage)),
  ...anytime(legName(leg), anytimeEach, seed),
];

/** Voyages take minutes before anything is struck: who looks on sees them go. */
const sailedBy =
  ({ json, list }: Options, print: (line: string) => void) =>
  ({ leg, log }: Reference): void => {
    if (!json && !list) print(`${legName(leg)}, where nothing is struck: ${(log.ms / 1000).toFixed(1)} s`);
  };

function report(all: readonly Ran[], { json, seed }: Options, print: (line: string) => void): number {
  const lines = [
    ...tableOf(all),
    ...failuresOf(all, seed),
    ...(all.length === 0 ? ['Nothing was struck.'] : []),
  ];
  for (const one of lines) print(one);
  const summary = summaryOf(all);
  print(json ? JSON.stringify(summary) : `Seed ${seed}.`);
  return passed(summary) ? 0 : 1;
}
