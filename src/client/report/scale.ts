/** From values to places on a plot, with a few round ticks. Pure. */

export interface Tick {
  readonly place: number;
  readonly says: string;
}

export interface Scale {
  /** Values beyond the ends stand at the ends. */
  place(value: number): number;
  readonly ticks: readonly Tick[];
}

/** Where the first and the last value stand. */
export type Range = readonly [from: number, to: number];

/** Even steps from 0; `top` gets a round number above it. */
export function linearScale(top: number, [from, to]: Range, says: (value: number) => string): Scale {
  const step = roundUp((top > 0 ? top : 1) / 4);
  const count = Math.max(1, Math.ceil((top > 0 ? top : 1) / step - 1e-9));
  const place = (value: number): number =>
    from + (to - from) * Math.min(1, Math.max(0, value / (count * step)));
  const ticks = Array.from({ length: count + 1 }, (_, index) => index * step);
  return { place, ticks: ticks.map((value) => ({ place: place(value), says: says(value) })) };
}

/** 1, 2 or 5 times a power of ten, at least `value`. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (([1, 2, 5] as const).find((times) => times * power >= value * (1 - 1e-9)) ?? 10) * power;
}

/** Powers of ten from `low` to `high`, both above 0. */
export function logScale(
  low: number,
  high: number,
  [from, to]: Range,
  says: (value: number) => string,
): Scale {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(high) - 1e-9));
  const place = (value: number): number => {
    const power = value > 0 ? Math.min(last, Math.max(first, Math.log10(value))) : first;
    return from + ((to - from) * (power - first)) / (last - first);
  };
  const every = Math.ceil((last - first) / 5);
  const ticks = Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, index) =>
    Number(`1e${first + index * every}`),
  );
  return { place, ticks: ticks.map((value) => ({ place: place(value), says: says(value) })) };
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
/** Each at most four times the one before, so that there is always a tick. */
const steps = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 5, 10, 30, 90, 180].map((count) => count * day),
];

/** Seconds since the epoch, in UTC. */
export function timeScale(first: number, last: number, [from, to]: Range): Scale {
  const span = Math.max(1, last - first);
  const place = (value: number): number =>
    from + (to - from) * Math.min(1, Math.max(0, (value - first) / span));
  const step = steps.find((one) => span / one <= 4) ?? 365 * day;
  const begin = Math.ceil(first / step) * step;
  const ticks = Array.from(
    { length: Math.floor((first + span - begin) / step) + 1 },
    (_, index) => begin + index * step,
  );
  return { place, ticks: ticks.map((value) => ({ place: place(value), says: clock(value, step) })) };
}

function clock(seconds: number, step: number): string {
  const iso = new Date(seconds * 1000).toISOString();
  if (step < minute) return iso.slice(11, 19);
  if (step <= 6 * hour) return iso.slice(11, 16);
  return step < day ? `${iso.slice(5, 10)} ${iso.slice(11, 13)}h` : iso.slice(0, 10);
}
