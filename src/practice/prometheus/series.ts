/**
 * The time series: counters that follow from the loads there were. Nothing is scraped and kept but the changes of load;
 * a counter at any time is the sum over the stretches between them, in closed form, so every query gives the same answer.
 */
import { createHash } from 'node:crypto';
import type { Load } from '../traffic/index.ts';

/** From `at` (seconds since the epoch) on, this was the load. */
export interface Stretch {
  readonly at: number;
  readonly loads: readonly Load[];
}

export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** The counter's value; undefined where the series has no sample. */
  at(time: number): number | undefined;
  /** First value within a range and last one; undefined with fewer than two samples in it. */
  within(from: number, to: number): { first: number; last: number } | undefined;
}

/** What each load counts a second, by metric and the labels that the metric adds. */
const metrics: readonly {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly perSecond: (load: Load) => number;
  readonly round: (count: number) => number;
}[] = [
  {
    name: 'http_requests_total',
    labels: { status: '200' },
    perSecond: ({ requestsPerSecond, errorRate }) => requestsPerSecond * (1 - errorRate),
    round: Math.floor,
  },
  {
    name: 'http_requests_total',
    labels: { status: '500' },
    perSecond: ({ requestsPerSecond, errorRate }) => requestsPerSecond * errorRate,
    round: Math.floor,
  },
  {
    name: 'http_request_duration_seconds_count',
    labels: {},
    perSecond: ({ requestsPerSecond }) => requestsPerSecond,
    round: Math.floor,
  },
  {
    name: 'http_request_duration_seconds_sum',
    labels: {},
    perSecond: ({ requestsPerSecond, latencySeconds }) => requestsPerSecond * latencySeconds,
    round: (seconds) => seconds,
  },
];

export function seriesOf(stretches: readonly Stretch[], seed: string): Series[] {
  const identities = new Map(stretches.flatMap(({ loads }) => loads).map((load) => [identityOf(load), load]));
  return [...identities].flatMap(([identity, { service, version, labels }]) =>
    metrics.map((metric) => {
      const wave = waveOf(`${seed} ${identity}`);
      const runs = runsOf(stretches, identity, metric.perSecond);
      const count = (time: number) =>
        metric.round(
          runs.reduce((sum, run) => sum + run.perSecond * wave(run.from, Math.min(time, run.to)), 0),
        );
      return {
        labels: { __name__: metric.name, service, version, ...labels, ...metric.labels },
        at: (time) => (runs.some(({ from, to }) => from <= time && time < to) ? count(time) : undefined),
        within(from, to) {
          const seen = runs.filter((run) => run.from < to && run.to > from);
          const begin = Math.max(from, seen[0]?.from ?? to);
          const end = Math.min(to, seen.at(-1)?.to ?? from);
          return begin < end ? { first: count(begin), last: count(end) } : undefined;
        },
      };
    }),
  );
}

const identityOf = ({ service, version, labels }: Load): string =>
  JSON.stringify([service, version, Object.entries(labels).sort()]);

/** The stretches in which this series was there, with its rate in each. */
function runsOf(stretches: readonly Stretch[], identity: string, perSecond: (load: Load) => number) {
  return stretches.flatMap(({ at, loads }, index) => {
    const load = loads.find((one) => identityOf(one) === identity);
    const to = stretches[index + 1]?.at ?? Infinity;
    return load === undefined ? [] : [{ from: at, to, perSecond: perSecond(load) }];
  });
}

/** Seconds of traffic between two times: real ones, with ups and downs of some per cent that hang on the seed alone. */
function waveOf(seed: string): (from: number, to: number) => number {
  const bytes = createHash('sha256').update(seed).digest();
  const phase = (index: number) => (2 * Math.PI * bytes.readUInt16BE(index)) / 65_536;
  const waves = [
    { size: 0.03, period: 47, phase: phase(0) },
    { size: 0.02, period: 311, phase: phase(2) },
  ];
  const integral = (time: number) =>
    waves.reduce((sum, { size, period, phase }) => {
      const speed = (2 * Math.PI) / period;
      return sum - (size / speed) * Math.cos(speed * time + phase);
    }, time);
  return (from, to) => (to <= from ? 0 : integral(to) - integral(from));
}
