/** A bounded record of what both arms did: neighbours are merged when it grows too long. Pure. */
import { z } from 'zod';
import type { Tick } from '../../judge/tick.ts';

/** Time (seconds since the epoch), then requests and errors of the canary, then of the baseline, and the odds of harm. */
export const pointSchema = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]);
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
export function extend({ ticks, filled, points }: Series, tick: Tick, harm: number): Series {
  const { canary, baseline } = tick;
  if (canary === null || baseline === null) return { ticks, filled, points };
  const point: Point = [
    tick.t,
    canary.requests,
    canary.errors,
    baseline.requests,
    baseline.errors,
    Number(harm.toPrecision(4)),
  ];
  const last = points.at(-1);
  if (last !== undefined && filled < ticks)
    return { ticks, filled: filled + 1, points: [...points.slice(0, -1), merged(last, point)] };
  if (points.length < most) return { ticks, filled: 1, points: [...points, point] };
  const halved = points.flatMap((one, index) => {
    const next = points[index + 1];
    return index % 2 === 1 || next === undefined ? [] : [merged(one, next)];
  });
  return { ticks: 2 * ticks, filled: 1, points: [...halved, point] };
}

const merged = (a: Point, b: Point): Point => [
  b[0],
  a[1] + b[1],
  a[2] + b[2],
  a[3] + b[3],
  a[4] + b[4],
  b[5],
];
