/** Figures of a family: counts with confidence bounds, medians in minutes. */
import { lateOnset } from './cell.ts';
import type { Cell, Rival } from './cell.ts';
import type { LatencyCell } from './latency.ts';
import type { Outcome } from './outcome.ts';

export interface Rate {
  readonly rate: number;
  /** Of how many, and the 95 % bounds. */
  readonly of: number;
  readonly low: number;
  readonly high: number;
}

/** Minutes by requests a second; null: less than half got there. */
type ByTraffic = Record<string, number | null>;

export interface FamilyFigures {
  readonly family: string;
  readonly falseAborts: Rate;
  readonly missed2x: Rate;
  readonly missed15x: Rate;
  readonly medianDetect2x: ByTraffic;
  readonly p95Detect2x: ByTraffic;
  readonly medianDetect5x: ByTraffic;
  /** Since five times the errors set in, after six hours. */
  readonly medianDetectLate: ByTraffic;
  readonly medianPass: ByTraffic;
  readonly falseAbortsByTraffic: Record<string, number>;
  readonly threshold: RivalFigures;
  readonly mannWhitney: RivalFigures;
  readonly calibrationMs: number;
}

interface RivalFigures {
  readonly falseAborts: Rate;
  readonly missed2x: Rate;
  readonly medianDetect2x: ByTraffic;
}

export function figuresOf(cells: readonly Cell[]): FamilyFigures {
  const busy = cells.filter(({ rate }) => rate >= 20);
  const passes = (outcomes: readonly Outcome[]): Rate =>
    rateOf(outcomes, ({ passedAt }) => passedAt !== null);
  return {
    family: cells[0]?.family ?? '',
    falseAborts: aborts(cells.flatMap(({ healthy }) => healthy)),
    missed2x: passes(busy.flatMap(({ doubled }) => doubled)),
    missed15x: passes(busy.flatMap(({ half }) => half)),
    medianDetect2x: minutes(cells, ({ doubled }) => doubled.map(({ failedAt }) => failedAt), 0.5),
    p95Detect2x: minutes(cells, ({ doubled }) => doubled.map(({ failedAt }) => failedAt), 0.95),
    medianDetect5x: minutes(cells, ({ fivefold }) => fivefold.map(({ failedAt }) => failedAt), 0.5),
    medianDetectLate: minutes(cells, ({ late }) => late.map(sinceOnset), 0.5),
    medianPass: minutes(cells, ({ healthy }) => healthy.map(({ passedAt }) => passedAt), 0.5),
    falseAbortsByTraffic: Object.fromEntries(cells.map(({ rate, healthy }) => [rate, aborts(healthy).rate])),
    threshold: rivalFigures(cells, ({ rivals }) => rivals.threshold),
    mannWhitney: rivalFigures(cells, ({ rivals }) => rivals.mannWhitney),
    calibrationMs: Math.max(...cells.map((cell) => cell.calibrationMs)),
  };
}

const sinceOnset = ({ failedAt }: Outcome): number | null =>
  failedAt === null ? null : failedAt - lateOnset;

export interface LatencyFigures {
  readonly family: string;
  readonly falseAborts: Rate;
  readonly missed2x: Rate;
  readonly medianDetect13x: ByTraffic;
  readonly medianDetect2x: ByTraffic;
  readonly medianDetectTail: ByTraffic;
  readonly medianPass: ByTraffic;
}

export function latencyFiguresOf(cells: readonly LatencyCell[]): LatencyFigures {
  const detect = (of: (cell: LatencyCell) => readonly Outcome[]): ByTraffic =>
    minutes(cells, (cell) => of(cell).map(({ failedAt }) => failedAt), 0.5);
  return {
    family: cells[0]?.family ?? '',
    falseAborts: aborts(cells.flatMap(({ healthy }) => healthy)),
    missed2x: rateOf(
      cells.flatMap(({ doubled }) => doubled),
      ({ passedAt }) => passedAt !== null,
    ),
    medianDetect13x: detect(({ third }) => third),
    medianDetect2x: detect(({ doubled }) => doubled),
    medianDetectTail: detect(({ tail }) => tail),
    medianPass: minutes(cells, ({ healthy }) => healthy.map(({ passedAt }) => passedAt), 0.5),
  };
}

function rivalFigures(cells: readonly Cell[], of: (cell: Cell) => Rival): RivalFigures {
  const busy = cells.filter(({ rate }) => rate >= 20);
  return {
    falseAborts: aborts(cells.flatMap((cell) => of(cell).healthy)),
    missed2x: rateOf(
      busy.flatMap((cell) => of(cell).doubled),
      ({ passedAt }) => passedAt !== null,
    ),
    medianDetect2x: minutes(cells, (cell) => of(cell).doubled.map(({ failedAt }) => failedAt), 0.5),
  };
}

export const aborts = (outcomes: readonly Outcome[]): Rate =>
  rateOf(outcomes, ({ failedAt }) => failedAt !== null);

/** Wilson's score interval (1927). */
function rateOf(outcomes: readonly Outcome[], is: (outcome: Outcome) => boolean): Rate {
  const of = outcomes.length;
  if (of === 0) return { rate: 0, of, low: 0, high: 1 };
  const rate = outcomes.filter(is).length / of;
  const z = 1.96;
  const middle = (rate + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((rate * (1 - rate)) / of + (z * z) / (4 * of * of));
  return { rate, of, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

function minutes<C extends { readonly rate: number }>(
  cells: readonly C[],
  of: (cell: C) => (number | null)[],
  quantile: number,
): ByTraffic {
  return Object.fromEntries(
    cells.map((cell) => {
      const sorted = of(cell)
        .map((seconds) => seconds ?? Infinity)
        .sort((a, b) => a - b);
      const at = sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] ?? Infinity;
      return [cell.rate, Number.isFinite(at) ? at / 60 : null];
    }),
  );
}
