/** `slipway judge --prometheus`: what the judge would have said about a deployment that is past. */
import { z } from 'zod';
import type { Judgement, Tick } from '../../judge/index.ts';
import { durationSchema, toMs } from '../../runbook/duration.ts';
import { usage } from '../cli-error.ts';
import { parseLine } from './protocol.ts';
import { readArms, readGroups } from './prometheus.ts';
import { Session } from './session.ts';

export interface BacktestOptions {
  readonly prometheus: string;
  readonly from?: string;
  readonly to?: string;
  readonly requests?: string;
  readonly errors?: string;
  readonly canary?: string;
  readonly baseline?: string;
  readonly interval: string;
  readonly groupBy?: string;
  readonly history: string;
  readonly config?: string;
}

export interface Said {
  readonly tick: Tick;
  readonly judgement: Judgement;
}

export async function* backtest(options: BacktestOptions): AsyncGenerator<Said> {
  const source = {
    url: urlOf(options.prometheus),
    requests: given('requests', options.requests),
    errors: given('errors', options.errors),
  };
  const versions = { canary: given('canary', options.canary), baseline: given('baseline', options.baseline) };
  const range = {
    from: timeOf('from', options.from),
    to: timeOf('to', options.to),
    step: secondsOf('interval', options.interval),
  };
  if (range.to <= range.from) throw usage('--to must come after --from.');
  const session = new Session();
  if (options.groupBy !== undefined) {
    const before = { ...range, from: range.from - secondsOf('history', options.history), to: range.from };
    session.calibrateBy(await readGroups(source, versions.baseline, options.groupBy, before));
  }
  const config = { for: range.to - range.from, interval: range.step, ...configOf(options.config) };
  const start = parseLine(JSON.stringify({ type: 'start', config }));
  if (!start.ok) throw usage(`${start.error.path}: ${start.error.message}.`, 'Check --config.');
  if (start.line.type === 'start') session.begin(start.line);
  for (const tick of await readArms(source, versions, range)) yield { tick, judgement: session.judge(tick) };
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
