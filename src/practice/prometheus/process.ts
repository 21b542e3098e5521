/**
 * A counter of random events that is the same whenever it is asked, however far back: a Poisson process by halves. A block of
 * time has so many events; its first half has a binomial share of them, and so on down to fractions of a second. Each draw hangs
 * on the seed and on the stretch alone, so nothing is kept, counts of apart times are independent, and a counter never falls.
 */
import { binomial, poisson, seedOf } from './draws.ts';
import type { Seed } from './draws.ts';

/** Seconds; powers of two, so that halves are exact. */
const block = 65_536;
const leaf = 0.25;

/** Events a second at full intensity, and the intensity's integral from the epoch on. */
export interface Rate {
  readonly perSecond: number;
  readonly integral: (time: number) => number;
}

export interface EventProcess {
  /** Events from `from` up to each of `times`, which ascend and are none before it. */
  counts(from: number, times: readonly number[]): number[];
}

export function eventProcess(name: string, rate: Rate): EventProcess {
  const seed = seedOf(`${name} ${rate.perSecond}`);
  return {
    counts(from, times) {
      const wanted = [from, ...times];
      const counts = cumulative(seed, rate, wanted);
      const [start = 0, ...rest] = counts;
      return rest.map((count) => count - start);
    },
  };
}

/** Events since the block began in which the first of the times lies. */
function cumulative(seed: Seed, { perSecond, integral }: Rate, times: readonly number[]): number[] {
  const counts: number[] = [];
  let number = Math.floor((times[0] ?? 0) / block);
  let before = 0;
  for (let next = 0; next < times.length; number += 1) {
    const begin = number * block;
    const end = begin + block;
    const [start, whole] = [integral(begin), integral(end)];
    const events = poisson(seed, number, 0, perSecond * (whole - start));
    const first = next;
    while (next < times.length && (times[next] ?? Infinity) < end) next += 1;
    descend({ begin, end, start, whole, events, before, place: 1 }, first, next);
    before += events;
  }
  return counts;

  /** Sets `counts` of the times from one index to another, all of them within the stretch. */
  function descend(stretch: Stretch, from: number, to: number): void {
    if (from === to) return;
    const { begin, end, start, whole, events, before: base, place } = stretch;
    if (end - begin <= leaf || events === 0) {
      for (let index = from; index < to; index += 1)
        counts[index] = base + Math.floor((events * ((times[index] ?? begin) - begin)) / (end - begin));
      return;
    }
    const middle = (begin + end) / 2;
    const half = integral(middle);
    const left = binomial(seed, number, place, events, (half - start) / (whole - start));
    let split = from;
    while (split < to && (times[split] ?? Infinity) < middle) split += 1;
    descend({ ...stretch, end: middle, whole: half, events: left, place: 2 * place }, from, split);
    descend(
      {
        ...stretch,
        begin: middle,
        start: half,
        events: events - left,
        before: base + left,
        place: 2 * place + 1,
      },
      split,
      to,
    );
  }
}

interface Stretch {
  readonly begin: number;
  readonly end: number;
  /** The intensity's integral at both ends. */
  readonly start: number;
  readonly whole: number;
  readonly events: number;
  /** Events of the block before this stretch. */
  readonly before: number;
  /** Its number in the tree of halves: 1 is the block, 2 and 3 are its halves. */
  readonly place: number;
}
