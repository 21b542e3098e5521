/** The bench in words: a line a family and rate of traffic, the rivals beside it. */
import type { FamilyFigures, LatencyFigures, Rate } from './summary.ts';

const columns = [
  'family',
  'req/s',
  'false aborts',
  'detect x2',
  'p95',
  'detect x5',
  'late x5',
  'pass',
  'missed x2',
  'missed x1.5',
  'threshold',
  'Mann-Whitney',
];
const widths = [14, 6, 12, 10, 7, 10, 8, 7, 10, 12, 24, 24];

export const heading = (): string => line(columns);

export function rowsOf(figures: FamilyFigures): string[] {
  const rates = Object.keys(figures.medianDetect2x);
  return rates.map((rate) =>
    line([
      figures.family,
      rate,
      percent(figures.falseAbortsByTraffic[rate] ?? 0),
      time(figures.medianDetect2x[rate]),
      time(figures.p95Detect2x[rate]),
      time(figures.medianDetect5x[rate]),
      time(figures.medianDetectLate[rate]),
      time(figures.medianPass[rate]),
      rate === rates.at(-1) ? share(figures.missed2x) : '',
      rate === rates.at(-1) ? share(figures.missed15x) : '',
      rate === rates.at(-1)
        ? `${share(figures.threshold.falseAborts)}; ${share(figures.threshold.missed2x)}`
        : '',
      rate === rates.at(-1)
        ? `${share(figures.mannWhitney.falseAborts)}; ${share(figures.mannWhitney.missed2x)}`
        : '',
    ]),
  );
}

/** Slowdowns: of all requests, and of two in a hundred. */
export const latencyRowsOf = (figures: LatencyFigures): string[] =>
  Object.keys(figures.medianDetect2x).map((rate) =>
    [
      `${figures.family.padEnd(22)} ${rate.padEnd(4)} false aborts ${share(figures.falseAborts)}`,
      `detect x1.3 ${time(figures.medianDetect13x[rate])}, x2 ${time(figures.medianDetect2x[rate])}`,
      `2 % ten times as slow ${time(figures.medianDetectTail[rate])}; pass ${time(figures.medianPass[rate])}`,
    ].join('; '),
  );

const line = (cells: readonly string[]): string =>
  cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 10))
    .join(' ')
    .trimEnd();

const percent = (rate: number): string => `${Number((100 * rate).toFixed(1))} %`;
const share = ({ rate, of }: Rate): string => `${percent(rate)} of ${of}`;
const time = (minutes: number | null | undefined): string =>
  minutes == null ? '–' : `${minutes < 10 ? Number(minutes.toFixed(1)) : Math.round(minutes)} m`;
