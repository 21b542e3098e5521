/** `slipway judge --prometheus`: what the judge would have said about a deployment that is past. */
import { z } from 'zod';
import type { HttpClient } from '../../activities/clients.ts';
import { prometheusCompare } from '../../activities/metrics/prometheusCompare.ts';
import { durationSchema, toMs } from '../../runbook/duration.ts';
import { CliError, usage } from '../cli-error.ts';
import { judgePastSoak } from './past-soak.ts';
import type { Said } from './past-soak.ts';
import { parseLine } from './protocol.ts';
import { ofVersion, parseSelector } from './selector.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

export interface BacktestOptions {
  readonly prometheus: string;
  readonly from?: string;
  readonly to?: string;
  readonly requests?: string;
  readonly errors?: string;
  readonly latency?: string;
  readonly canary?: string;
  readonly baseline?: string;
  readonly interval: string;
  readonly groupBy: string;
  readonly config?: string;
}

export async function* backtest(options: BacktestOptions): AsyncGenerator<Said> {
  const prometheus = clientOf(options.prometheus);
  const [from, to] = [timeOf('from', options.from), timeOf('to', options.to)];
  if (to <= from) throw usage('--to must come after --from.');
  const interval = secondsOf('interval', options.interval);
  if (interval > to - from) throw usage('--interval is longer than the whole soak.');
  const config = { for: to - from, interval, ...configOf(options.config) };
  const start = parseLine(JSON.stringify({ type: 'start', config }));
  if (!start.ok) throw usage(`${start.error.path}: ${start.error.message}.`, 'Check --config.');
  if (start.line.type !== 'start') return;
  const soak = { prometheus, input: inputOf(options), options: start.line.options, from, to };
  try {
    yield* judgePastSoak(soak);
  } catch (error) {
    const why = reasonOf(error);
    throw new CliError('usage', why, 'Check --prometheus and the selectors.', { cause: error });
  }
}

/** What a runbook would write. */
function inputOf(options: BacktestOptions): unknown {
  const requests = parseSelector('requests', given('requests', options.requests));
  const other = (name: 'errors' | 'latency') => {
    const text = options[name];
    if (text === undefined) return {};
    const { metric, where } = parseSelector(name, text);
    return { [name]: { metric, where } };
  };
  if (Object.keys(requests.version).length === 0)
    throw usage(
      '--requests has no label that tells the canary from its baseline.',
      'Put $version where it stands: requests_total{version="$version"}.',
    );
  const input = prometheusCompare.definition.input.safeParse({
    canary: ofVersion(requests.version, given('canary', options.canary)),
    baseline: ofVersion(requests.version, given('baseline', options.baseline)),
    requests: { metric: requests.metric, where: requests.where },
    ...other('errors'),
    ...other('latency'),
    instance: options.groupBy,
  });
  if (!input.success) throw usage(`${z.prettifyError(input.error)}.`, 'See slipway judge --help.');
  return input.data;
}

function clientOf(text: string): HttpClient {
  const baseUrl = urlOf(text).href.replace(/\/+$/, '');
  return { baseUrl, fetch: (path, init) => fetch(`${baseUrl}${path}`, { ...init, redirect: 'manual' }) };
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw usage(`'${text}' is not an address of Prometheus.`, 'Give one such as https://prometheus.example.');
  return url;
}

function given(name: string, value: string | undefined): string {
  if (value === undefined || value === '')
    throw usage(`--prometheus needs --${name}.`, 'See slipway judge --help.');
  return value;
}

function timeOf(name: string, text: string | undefined): number {
  const value = given(name, text);
  const time = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Date.parse(value) / 1000;
  if (!Number.isFinite(time))
    throw usage(`--${name} ${value} is no time.`, 'Give 2026-03-01T12:00:00Z, or seconds since the epoch.');
  return time;
}

function secondsOf(name: string, text: string): number {
  const duration = durationSchema.safeParse(text);
  if (!duration.success || toMs(duration.data) < 1000)
    throw usage(`--${name} ${text} is no duration.`, 'Give one such as 30s.');
  return Math.round(toMs(duration.data) / 1000);
}

function configOf(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw usage('--config is not a JSON object.');
  }
}
