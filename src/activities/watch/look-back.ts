/** One series against its own past, from look to look: reads the windows that are complete, and has the judge take them in. */
import { calibratePast, freshPastState, judgePast, lookBack } from '../../judge/index.ts';
import type { PastCalibration, PastOptions, Point } from '../../judge/index.ts';
import type { CheckContext } from '../check.ts';
import { within } from './beginnings.ts';
import type { Clocks } from './clocks.ts';
import { oddsOf, optionsOf } from './recalled.ts';
import type { Recalled, Recalling } from './recalled.ts';
import { emptySeries, extend } from './series.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

const day = 86_400;

export interface Recall {
  /** Judges all windows that are complete by now; waits no longer than so many milliseconds for a history that is read. */
  (recalling: Recalling, before: Recalled | undefined, patienceMs: number): Promise<Recalled>;
}

/** A source that does not answer is read again later, from where it was left. */
export function recaller(ctx: CheckContext, clocks: Clocks): Recall {
  const reading = new Map<string, Promise<PastCalibration | undefined>>();

  async function begun(recalling: Recalling, recalled: Recalled, patienceMs: number): Promise<Recalled> {
    if (recalled.calibration !== undefined) return recalled;
    const { id } = recalling.check;
    const calibrating = reading.get(id) ?? calibrated(recalling, ctx);
    reading.set(id, calibrating);
    const done = await within(
      calibrating.then((calibration) => ({ calibration })),
      patienceMs,
    ).catch((error: unknown) => {
      reading.delete(id);
      throw error;
    });
    if (done === undefined) return recalled;
    const { trouble: _, ...rest } = recalled;
    const { calibration = null } = done;
    return { ...rest, calibration, state: freshPastState(calibration?.before ?? null), voids: 0 };
  }

  return async (recalling, before, patienceMs) => {
    let recalled = before ?? fresh(recalling);
    try {
      recalled = await begun(recalling, recalled, patienceMs);
      return await upToNow(recalling, recalled, ctx, clocks, (known) => (recalled = known));
    } catch (error) {
      ctx.signal.throwIfAborted();
      const trouble = reasonOf(error);
      return { ...recalled, voids: recalled.voids + 1, trouble };
    }
  };
}

const fresh = ({ span }: Recalling): Recalled => ({
  until: span.since / 1000,
  state: freshPastState(),
  of: 'count',
  series: emptySeries,
  voids: 0,
});

/** What has been read stays known, also where a later stretch can't be. */
async function upToNow(
  recalling: Recalling,
  from: Recalled,
  ctx: CheckContext,
  clocks: Clocks,
  know: (recalled: Recalled) => void,
): Promise<Recalled> {
  const { kind, check, input, span } = recalling;
  const { calibration } = from;
  if (calibration == null) return from;
  const now = await clocks.now(check.id, kind);
  const end = Math.min((span.until ?? Infinity) / 1000, now / 1000 - kind.spanOf(input).lag);
  for (let recalled = from; ; know(recalled)) {
    const to = Math.min(end, recalled.until + day);
    const points = to > recalled.until ? await kind.windows(input, { from: recalled.until, to }, ctx) : [];
    if (points.length === 0) return recalled;
    recalled = points.reduce(
      (known, point) => take(known, point, calibration, optionsOf(recalling)),
      recalled,
    );
  }
}

/** Reads the history a day at once, so that no answer grows too large. */
async function calibrated(recalling: Recalling, ctx: CheckContext): Promise<PastCalibration | undefined> {
  const { kind, input, span } = recalling;
  const { window, days } = kind.spanOf(input);
  const since = span.since / 1000;
  const history: Point[] = [];
  for (let back = days; back > 0; back -= 1) {
    const from = history.at(-1)?.t ?? since - back * day;
    history.push(...(await kind.windows(input, { from, to: since - (back - 1) * day }, ctx)));
  }
  const lasts = span.until === undefined ? day : Math.min(day, (span.until - span.since) / 1000);
  return calibratePast(history, optionsOf(recalling), { since, lasts, window });
}

function take(
  { trouble: _, ...recalled }: Recalled,
  point: Point,
  { profile }: PastCalibration,
  options: PastOptions,
): Recalled {
  const state = lookBack(profile, options, recalled.state, point);
  if (state.windows === recalled.state.windows)
    return { ...recalled, until: point.t, state, voids: recalled.voids + 1 };
  const { spike, dip } = judgePast(profile, options, state);
  const { t, count, among } = point;
  const of = among === undefined ? 'count' : 'share';
  const arm = (one: number) =>
    among === undefined ? { requests: one, errors: 0 } : { requests: among, errors: one };
  const usual = Number((state.usual - recalled.state.usual).toPrecision(5));
  const tick = { t, canary: arm(count ?? 0), baseline: arm(usual) };
  const series = extend(recalled.series, tick, oddsOf(options, { spike, dip }));
  return { ...recalled, until: t, state, of, series, voids: 0 };
}
