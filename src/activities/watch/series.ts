/** A bounded record of what both arms did: neighbours are merged when it grows too long. Pure. */
import { z } from 'zod';
import type { Tick } from '../../judge/tick.ts';

/**
 * Time (seconds since the epoch), then requests and errors of the canary, then of the baseline, the odds of harm and those of
 * health, which earlier versions did not note.
 */
export const pointSchema = z.tuple([
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number().exactOptional(),
]);
export type Point = z.output<typeof pointSchema>;

const most = 120;

export interface Series {
  /** Ticks that a point stands for. */
  readonly ticks: number;
  /** Ticks of the last point so far. */
  readonly filled: number;
  readonly points: readonly Point[];
}

export const seriesSchema: z.ZodType<Series> = z.object({
  ticks: z.number().int().positive(),
  filled: z.number().int().min(0),
  points: z.array(pointSchema),
});

export const emptySeries: Series = { ticks: 1, filled: 0, points: [] };

/** Adds a tick; a void one adds nothing. */
export function extend({ ticks, filled, points }: Series, tick: Tick, harm: number, health?: number): Series {
  const { canary, baseline } = tick;
  if (canary === null || baseline === null) return { ticks, filled, points };
  const { requests, errors } = baseline;
  const point = pointOf(
    [tick.t, canary.requests, canary.errors, requests, errors, rounded(harm)],
    health === undefined ? undefined : rounded(health),
  );
  const last = points.at(-1);
  if (last !== undefined && filled < ticks)
    return { ticks, filled: filled + 1, points: [...points.slice(0, -1), merged(last, point)] };
  if (points.length < most) return { ticks, filled: 1, points: [...points, point] };
  return { ticks: 2 * ticks, filled: 1, points: [...halved(points), point] };
}

/** The same in no more than so many points. */
export function thinned(points: readonly Point[], limit: number): readonly Point[] {
  return points.length <= limit ? points : thinned(halved(points), limit);
}

const halved = (points: readonly Point[]): Point[] =>
  points.flatMap((one, index) => {
    const next = points[index + 1];
    if (index % 2 === 1) return [];
    return [next === undefined ? one : merged(one, next)];
  });

const merged = (a: Point, b: Point): Point =>
  pointOf([b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4], b[5]], b[6]);

type WithoutHealth = readonly [number, number, number, number, number, number];

const pointOf = (counted: WithoutHealth, health: number | undefined): Point =>
  health === undefined ? [...counted] : [...counted, health];

const rounded = (odds: number): number => Number(odds.toPrecision(4));
