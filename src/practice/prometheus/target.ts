/** A process that is scraped: all its measures at the same times, and all from the same counts. */
import { seedOf } from './draws.ts';
import { countsOf } from './measures.ts';
import type { Measure, Measured } from './measures.ts';
import { waveOf } from './wave.ts';

/** A scrape's value; undefined: the marker that says that the series is gone. */
export interface Scraped {
  /** Seconds since the epoch, whole milliseconds. */
  readonly time: number;
  readonly value: number | undefined;
}

export interface Scraping {
  readonly seed: string;
  /** Seconds between two scrapes. */
  readonly interval: number;
  /** Nothing is scraped after it. */
  readonly now: number;
}

/** A time in which a process was there, under one load. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly load: Measured;
}

interface Counted {
  readonly load: Measured;
  readonly counts: ReturnType<typeof countsOf>;
}

/** What a measure showed after `from` and by `to`. */
export function targetOf(name: string, runs: readonly Run[], { interval, now }: Scraping) {
  const integral = waveOf(name);
  const offset = (seedOf(`${name} scraped`)[0] / 2 ** 32) * interval;
  const known = new Map<
    string,
    { readonly times: readonly number[]; readonly counted: readonly Counted[] }
  >();

  function look(from: number, to: number) {
    const key = `${from} ${to}`;
    const looked = known.get(key) ?? lookAfresh(from, to);
    known.set(key, looked);
    return looked;
  }

  function lookAfresh(from: number, to: number) {
    const times = scrapesBetween(from, Math.min(to, now), interval, offset);
    const counted = runs
      .filter((run) => run.from <= (times.at(-1) ?? -Infinity))
      .map(({ from: begin, to: end, load }) => {
        // Before it a run has counted nothing; after it, what it had counted by its end.
        const clipped = times.map((time) => Math.min(end, Math.max(begin, time)));
        return { load, counts: countsOf(name, load, integral, begin, clipped) };
      });
    return { times, counted };
  }

  return (measure: Measure, from: number, to: number): readonly Scraped[] => {
    const { times, counted } = look(from, to);
    const isThere = (time: number): boolean => runs.some((run) => run.from <= time && time < run.to);
    return times.flatMap((time, index): Scraped[] => {
      if (isThere(time)) return [{ time, value: valueOf(measure, counted, index) }];
      return isThere(time - interval) ? [{ time, value: undefined }] : [];
    });
  };
}

const valueOf = ({ kinds, each }: Measure, counted: readonly Counted[], index: number): number =>
  counted.reduce((sum, { load, counts }) => {
    const events = kinds.reduce((all, kind) => all + (counts(kind)[index] ?? 0), 0);
    return sum + events * each(load);
  }, 0);

function scrapesBetween(from: number, to: number, interval: number, offset: number): number[] {
  const first = Math.floor((from - offset) / interval);
  const last = Math.floor((to - offset) / interval);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    millisecond((first + index) * interval + offset),
  ).filter((time) => time > from && time <= to);
}

const millisecond = (time: number): number => Math.round(time * 1000) / 1000;
