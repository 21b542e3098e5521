/** The series of one arm (canary or baseline), read and added up tick by tick, whole or instance by instance. */
import type { Arm } from '../../judge/tick.ts';
import type { HttpClient } from '../clients.ts';
import { classicTicks, nativeTicks } from './histogram.ts';
import type { BoundTicks } from './histogram.ts';
import { addTicks, incrementsOf } from './increments.ts';
import type { Edges } from './increments.ts';
import { rawSeries } from './raw-series.ts';
import type { RawSeries } from './raw-series.ts';
import { selectorOf } from './selector.ts';
import type { Labels, Metric } from './selector.ts';

/** What is counted of an arm. */
export interface Counted {
  readonly requests: Metric;
  readonly errors?: Metric | undefined;
  /** A histogram, by its name without `_bucket`. */
  readonly latency?: Metric | undefined;
  /** The label that tells instances apart. */
  readonly instance: string;
}

export interface ArmSeries {
  readonly requests: readonly RawSeries[];
  readonly errors: readonly RawSeries[];
  readonly buckets: readonly RawSeries[];
}

/** Seconds to look back for a counter's value before the first tick: Prometheus' own lookback. */
const lookback = 300;

export async function readArm(
  prometheus: HttpClient,
  { requests, errors, latency }: Counted,
  labels: Labels,
  edges: Edges,
  signal: AbortSignal,
): Promise<ArmSeries> {
  const span = { from: (edges[0] ?? 0) - lookback, to: edges.at(-1) ?? 0 };
  const read = (metric: Metric | undefined, suffix?: string): Promise<RawSeries[]> =>
    metric === undefined
      ? Promise.resolve([])
      : rawSeries(prometheus, selectorOf(metric, labels, suffix), span, signal);
  const [ofRequests, ofErrors, classic] = await Promise.all([
    read(requests),
    read(errors),
    read(latency, '_bucket'),
  ]);
  const buckets = latency !== undefined && classic.length === 0 ? await read(latency) : classic;
  return { requests: ofRequests, errors: ofErrors, buckets };
}

export interface ArmTicks {
  /** Finite bounds of the latency histogram, ascending; empty without one. */
  readonly le: readonly number[];
  readonly requests: readonly (number | undefined)[];
  readonly errors: readonly (number | undefined)[];
  readonly below: BoundTicks;
}

export function ticksOf({ requests, errors, buckets }: ArmSeries, instance: string, edges: Edges): ArmTicks {
  const born = bornOf(requests, instance);
  const sum = (series: readonly RawSeries[]): (number | undefined)[] =>
    series
      .map((one) => incrementsOf(one.samples, edges, born(one)))
      .reduce(
        addTicks,
        edges.slice(1).map(() => undefined),
      );
  const native = buckets.some(({ histograms }) => histograms.length > 0);
  const below = native ? nativeTicks(buckets, edges) : classicTicks(buckets, edges, born);
  return {
    le: [...below.keys()].filter(Number.isFinite).sort((a, b) => a - b),
    requests: sum(requests),
    errors: sum(errors),
    below,
  };
}

/** A series that appears on a target which was scraped before began at zero: its first value counts. */
function bornOf(
  requests: readonly RawSeries[],
  instance: string,
): (series: RawSeries) => 'at-zero' | 'unknown' {
  const since = new Map<string, number>();
  for (const { labels, samples } of requests) {
    const first = samples[0]?.[0];
    const target = labels[instance] ?? '';
    if (first !== undefined) since.set(target, Math.min(since.get(target) ?? Infinity, first));
  }
  return ({ labels, samples }) =>
    (since.get(labels[instance] ?? '') ?? Infinity) < (samples[0]?.[0] ?? -Infinity) ? 'at-zero' : 'unknown';
}

/** One tick of an arm; null where nothing was scraped. No error series while there are requests is no error. */
export function armAt(
  { requests, errors, below }: ArmTicks,
  tick: number,
  le: readonly number[],
): Arm | null {
  const all = requests[tick];
  if (all === undefined) return null;
  const latencyBuckets = [...le, Infinity].map((bound) => below.get(bound)?.[tick]);
  const measured = le.length > 0 && latencyBuckets.every((count) => count !== undefined);
  return {
    requests: all,
    errors: Math.min(errors[tick] ?? 0, all),
    ...(measured ? { latencyBuckets } : {}),
  };
}

/** The series by the instance that they are of. */
export function byInstance(series: ArmSeries, instance: string): ReadonlyMap<string, ArmSeries> {
  const names = [...new Set(series.requests.map(({ labels }) => labels[instance] ?? ''))].sort();
  const of = (name: string) => (list: readonly RawSeries[]) =>
    list.filter(({ labels }) => (labels[instance] ?? '') === name);
  return new Map(
    names.map((name) => {
      const pick = of(name);
      return [
        name,
        { requests: pick(series.requests), errors: pick(series.errors), buckets: pick(series.buckets) },
      ];
    }),
  );
}
