/** Reads the past of a service from Prometheus: increments of counters, tick by tick. */
import { z } from 'zod';
import type { Arm, GroupsTick, Tick } from '../../judge/index.ts';
import { CliError, usage } from '../cli-error.ts';

export interface Source {
  readonly url: URL;
  /** Selectors of two counters; `$version` stands for the version of an arm. */
  readonly requests: string;
  readonly errors: string;
}

export interface Range {
  /** Seconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

const answerSchema = z.object({
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string().transform(Number)])),
      }),
    ),
  }),
});
/** Values by label set, each by its time. */
type Series = Map<string, Map<number, number>>;

/** Prometheus answers with so many points of a series at most. */
const mostPoints = 11_000;

export async function readArms(
  source: Source,
  versions: { readonly canary: string; readonly baseline: string },
  range: Range,
): Promise<Tick[]> {
  const [canary, baseline] = await Promise.all(
    [versions.canary, versions.baseline].map((version) => readArm(source, version, range)),
  );
  return timesOf(range).map((t) => ({
    t,
    canary: canary?.get(t) ?? null,
    baseline: baseline?.get(t) ?? null,
  }));
}

/** The baseline by instance, for the calibration. */
export async function readGroups(
  source: Source,
  version: string,
  label: string,
  range: Range,
): Promise<GroupsTick[]> {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label)) throw usage(`'${label}' is not a label of Prometheus.`);
  const [requests, errors] = await Promise.all([
    increases(source, source.requests, version, range, ` by (${label})`),
    increases(source, source.errors, version, range, ` by (${label})`),
  ]);
  return timesOf(range).map((t) => ({
    t,
    groups: [...requests].map(([key, values]) => armAt(values.get(t), errors.get(key)?.get(t))),
  }));
}

async function readArm(source: Source, version: string, range: Range): Promise<Map<number, Arm>> {
  const [requests, errors] = await Promise.all([
    increases(source, source.requests, version, range, ''),
    increases(source, source.errors, version, range, ''),
  ]);
  const [counted = new Map<number, number>()] = requests.values();
  const [erred = new Map<number, number>()] = errors.values();
  const arms = [...counted].map(([t, value]) => [t, armAt(value, erred.get(t))] as const);
  return new Map(arms.flatMap(([t, arm]) => (arm === null ? [] : [[t, arm]])));
}

/** No series of errors while there are requests: no errors. A stale or undefined number of requests: no data. */
function armAt(requests: number | undefined, errors: number | undefined): Arm | null {
  if (requests === undefined || !Number.isFinite(requests)) return null;
  if (errors !== undefined && !Number.isFinite(errors)) return null;
  return { requests, errors: errors ?? 0 };
}

const timesOf = ({ from, to, step }: Range): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => from + k * step);

async function increases(
  { url }: Source,
  selector: string,
  version: string,
  { from, to, step }: Range,
  by: string,
): Promise<Series> {
  if ((to - from) / step > mostPoints)
    throw usage(
      `${Math.floor((to - from) / step)} ticks are more than Prometheus gives at once (${mostPoints}).`,
      'Give a shorter time or a longer --interval.',
    );
  const quoted = JSON.stringify(version).slice(1, -1);
  // `increase` removes resets, as Prometheus means them.
  const query = `sum${by} (increase(${selector.replaceAll('$version', () => quoted)}[${step}s]))`;
  const target = new URL(`${url.pathname.replace(/\/+$/, '')}/api/v1/query_range`, url);
  target.search = new URLSearchParams({
    query,
    start: String(from),
    end: String(to),
    step: String(step),
  }).toString();
  const answer = answerSchema.safeParse(await ask(target, query));
  if (!answer.success) throw new CliError('usage', `Prometheus gave no series for ${query}.`);
  return new Map(
    answer.data.data.result.map(({ metric, values }) => [JSON.stringify(metric), new Map(values)]),
  );
}

async function ask(target: URL, query: string): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(target, { redirect: 'manual', signal: AbortSignal.timeout(60_000) });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(
      'usage',
      `Prometheus at ${target.origin} does not answer: ${why}.`,
      'Check --prometheus.',
      { cause: error },
    );
  }
  if (response.ok) return response.json();
  const said = z.object({ error: z.string() }).safeParse(await response.json().catch(() => undefined));
  throw new CliError(
    'usage',
    `Prometheus answered ${response.status} to ${query}${said.success ? `: ${said.data.error}` : ''}.`,
    'Check the selectors.',
  );
}
