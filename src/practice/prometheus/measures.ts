/** What a load makes its process count: requests by status, and a histogram of how long they took. */
import type { Load } from '../traffic/index.ts';
import { eventProcess } from './process.ts';

/** Finite upper bounds of the histogram, in seconds: some of those that client libraries come with. */
const bounds = [0.025, 0.05, 0.1, 0.25, 1];

export interface Measure {
  readonly name: string;
  /** Labels that it adds to the load's. */
  readonly labels: Readonly<Record<string, string>>;
  /** The kinds of request that it counts: errors, and answers by the bucket that they fall into. */
  readonly kinds: readonly string[];
  /** What one of them adds. */
  readonly each: (load: Measured) => number;
}

export type Measured = Omit<Load, 'exception'>;

const error = 'error';
const answers = [...bounds, Infinity].map(String);
const all = [error, ...answers];
/** An error is quick: it stands in the first bucket. */
const within = (bound: number): readonly string[] => [
  error,
  ...answers.filter((name) => Number(name) <= bound),
];

const one = (): number => 1;
const duration = 'http_request_duration_seconds';

export const measures: readonly Measure[] = [
  { name: 'http_requests_total', labels: { status: '200' }, kinds: answers, each: one },
  { name: 'http_requests_total', labels: { status: '500' }, kinds: [error], each: one },
  ...[...bounds, Infinity].map((bound) => ({
    name: `${duration}_bucket`,
    labels: { le: bound === Infinity ? '+Inf' : String(bound) },
    kinds: within(bound),
    each: one,
  })),
  { name: `${duration}_count`, labels: {}, kinds: all, each: one },
  { name: `${duration}_sum`, labels: {}, kinds: all, each: ({ latencySeconds }) => latencySeconds },
];

/** What part of the requests is of a kind. */
const sharesOf = ({ errorRate, latencySeconds }: Measured): ReadonlyMap<string, number> =>
  new Map([
    [error, errorRate],
    ...answers.map((name, index) => {
      const below = shareWithin(bounds[index - 1] ?? 0, latencySeconds);
      return [name, (1 - errorRate) * (shareWithin(Number(name), latencySeconds) - below)] as const;
    }),
  ]);

/** Log-logistic with a shape of 3, as long in its tail as answers over a network are. */
const shape = 3;
const meanOfUnitScale = Math.PI / shape / Math.sin(Math.PI / shape);

function shareWithin(bound: number, mean: number): number {
  if (bound === Infinity || mean <= 0) return 1;
  const scaled = (bound * meanOfUnitScale) / mean;
  return 1 / (1 + scaled ** -shape);
}

/** Requests of a kind from `from` up to each of the times, counted when they are first asked for. */
export function countsOf(
  identity: string,
  load: Measured,
  integral: (time: number) => number,
  from: number,
  times: readonly number[],
): (kind: string) => readonly number[] {
  const shares = sharesOf(load);
  const known = new Map<string, readonly number[]>();
  return (kind) => {
    const perSecond = load.requestsPerSecond * (shares.get(kind) ?? 0);
    const counts =
      known.get(kind) ?? eventProcess(`${identity} ${kind}`, { perSecond, integral }).counts(from, times);
    known.set(kind, counts);
    return counts;
  };
}
