/** A soak of the past: read by the very comparison that a soak reads by, calibrated and judged as the engine does it. */
import type { CheckContext } from '../../activities/check.ts';
import type { Clients, HttpClient } from '../../activities/clients.ts';
import { prometheusCompare } from '../../activities/metrics/prometheusCompare.ts';
import { calibrationOf } from '../../activities/watch/calibration.ts';
import { calibrate, freshState, judgeTick } from '../../judge/index.ts';
import type { Judgement, JudgeOptions, Tick } from '../../judge/index.ts';

export interface PastSoak {
  readonly prometheus: HttpClient;
  /** Input of `metrics.prometheusCompare`. */
  readonly input: unknown;
  readonly options: JudgeOptions;
  /** Seconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

export interface Said {
  readonly tick: Tick;
  readonly judgement: Judgement;
}

/** Ticks that are read at once. */
const atOnce = 120;
/** Milliseconds that one request may take. */
const patience = 60_000;

export async function* judgePastSoak({
  prometheus,
  input,
  options,
  from,
  to,
}: PastSoak): AsyncGenerator<Said> {
  const kind = prometheusCompare.definition;
  const ctx = contextOf(prometheus, from, to);
  const { interval } = options;
  const {
    le: known,
    calibration,
    trouble,
  } = await calibrationOf(kind, input, options, { before: from, interval }, ctx, async (read) => {
    const { history, options: given, service } = await read();
    return calibrate(history, given, service);
  });
  // A soak goes on uncalibrated while its source is away; whoever looks back can come again.
  if (trouble !== undefined) throw new Error(trouble);
  let state = freshState(calibration);
  let le = known.length === 0 ? undefined : known;
  for (let begin = from; begin + interval <= to + 1e-6; begin += atOnce * interval) {
    const count = Math.min(atOnce, Math.floor((to - begin) / interval + 1e-6));
    const edges = Array.from({ length: count + 1 }, (_, index) => begin + index * interval);
    const reading = await kind.read(input, { edges, ...(le === undefined ? {} : { le }) }, ctx);
    ({ le } = reading);
    for (const tick of reading.ticks) {
      const judged = judgeTick({ options, calibration, le }, state, tick);
      state = judged.state;
      yield { tick, judgement: judged.judgement };
    }
  }
}

const contextOf = (prometheus: HttpClient, from: number, to: number): CheckContext => ({
  release: { id: '', runbook: '', environment: '', version: '', startedBy: '' },
  // The comparison asks for no other.
  clients: { prometheus: patiently(prometheus) } as Clients,
  signal: new AbortController().signal,
  now: () => to * 1000,
  sleep: async () => undefined,
  since: from * 1000,
  acknowledged: [],
});

const patiently = ({ baseUrl, fetch }: HttpClient): HttpClient => ({
  baseUrl,
  fetch: (path, init) => fetch(path, { ...init, signal: AbortSignal.timeout(patience) }),
});
