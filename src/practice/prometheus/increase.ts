/** How much a counter rose within a range, by Prometheus' rule: extrapolated to the range's ends where they are near. */

export type Point = readonly [time: number, value: number];

/** Undefined with fewer than two samples. A reset counts the new value whole. */
export function increaseOf(points: readonly Point[], from: number, to: number): number | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return undefined;
  const rose = points.reduce((sum, [, value], index) => {
    const before = points[index - 1]?.[1] ?? value;
    return sum + (value < before ? value : value - before);
  }, 0);
  const sampled = milliseconds(last[0] - first[0]);
  const apart = sampled / (points.length - 1);
  // A counter was not below zero: it can't have risen for longer than from there.
  const sinceZero = rose > 0 && first[1] >= 0 ? (sampled * first[1]) / rose : Infinity;
  const near = apart * 1.1;
  const reach = (gap: number): number => (gap < near ? gap : apart / 2);
  const before = Math.min(milliseconds(first[0] - from), sinceZero);
  const extrapolated = sampled + reach(before) + reach(milliseconds(to - last[0]));
  return (rose * extrapolated) / sampled;
}

/** Prometheus reckons in whole ones. */
const milliseconds = (seconds: number): number => Math.round(seconds * 1000);
