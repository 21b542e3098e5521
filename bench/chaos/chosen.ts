/** Which points a series strikes, and of which runs it tells. Pure. */
import { shuffled } from './anytime.ts';
import type { Options } from './options.ts';
import { idOf } from './point.ts';
import type { Point } from './point.ts';
import type { Ran } from './run-point.ts';

type Wish = Pick<Options, 'points' | 'seed'>;

/** All in an order that the seed decides, or those whose name a regular expression finds. */
export function chosen(everything: readonly Point[], { points, seed }: Wish): Point[] {
  if (points === undefined || points === 'all') return shuffled(everything, seed);
  const pattern = new RegExp(points);
  return everything.filter((point) => pattern.test(idOf(point)));
}

/** Not what was done before; but who names points wants to see again what has failed. */
export function toStrike(wanted: readonly Point[], known: readonly Ran[], { points }: Wish): Point[] {
  const settled = new Set(
    known.filter(({ finding }) => points === 'all' || finding === 'ok').map(({ point }) => point),
  );
  return wanted.filter((point) => !settled.has(idOf(point)));
}

/** Of all points every run counts, of named ones the last. */
export function reported(wanted: readonly Point[], known: readonly Ran[], { points }: Wish): readonly Ran[] {
  if (points === 'all') return known;
  const last = new Map(known.map((ran) => [ran.point, ran]));
  return wanted.flatMap((point) => last.get(idOf(point)) ?? []);
}
