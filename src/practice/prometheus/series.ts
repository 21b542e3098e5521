/**
 * The time series: what was scraped of the loads there were. Nothing is kept but the changes of load: what a process counted by
 * the time of a scrape follows from them and from the seed, so the same question has the same answer, hours back too.
 */
import { measures } from './measures.ts';
import type { Measured } from './measures.ts';
import { targetOf } from './target.ts';
import type { Run, Scraped, Scraping } from './target.ts';

/** From `at` (seconds since the epoch) on, this was the load. */
export interface Stretch {
  readonly at: number;
  readonly loads: readonly Measured[];
}

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** What was scraped after `from` and by `to`. */
  scraped(from: number, to: number): readonly Scraped[];
  /** The value of the last scrape by then; undefined where the series is not there. */
  at(time: number): number | undefined;
  /** Whether it was there at any time between. */
  existed(from: number, to: number): boolean;
}

export function seriesOf(stretches: readonly Stretch[], scraping: Scraping): Series[] {
  const targets = new Map(
    stretches.flatMap(({ loads }) => loads).map((load) => [identityOf(load), load] as const),
  );
  return [...targets].flatMap(([identity, { service, version, labels }]) => {
    const runs = runsOf(stretches, identity);
    const target = targetOf(`${scraping.seed} ${identity}`, runs, scraping);
    return measures.map((measure) => ({
      labels: { __name__: measure.name, service, version, ...labels, ...measure.labels },
      scraped: (from: number, to: number) => target(measure, from, to),
      // A target is scraped without a gap: what is there has a sample within an interval.
      at: (time: number) => target(measure, time - 1.5 * scraping.interval, time).at(-1)?.value,
      existed: (from: number, to: number) => runs.some((run) => run.from <= to && run.to > from),
    }));
  });
}

const identityOf = ({ service, version, labels }: Measured): string =>
  JSON.stringify([service, version, Object.entries(labels).sort()]);

function runsOf(stretches: readonly Stretch[], identity: string): Run[] {
  const runs: Run[] = [];
  for (const [index, { at, loads }] of stretches.entries()) {
    const load = loads.find((one) => identityOf(one) === identity);
    if (load === undefined) continue;
    const to = stretches[index + 1]?.at ?? Infinity;
    const last = runs.at(-1);
    if (last?.to === at && JSON.stringify(last.load) === JSON.stringify(load))
      runs[runs.length - 1] = { ...last, to };
    else runs.push({ from: at, to, load });
  }
  return runs;
}
