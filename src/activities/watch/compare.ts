/** One comparison from tick to tick: reads what is new, and has the judge take it in. */
import { freshState, judgementOf, judgeTick } from '../../judge/index.ts';
import type { CanaryPlan, Judgement, Tick } from '../../judge/index.ts';
import type { CheckContext } from '../check.ts';
import type { ComparisonKind } from '../comparison.ts';
import { calibrationOf } from './calibration.ts';
import type { Clocks } from './clocks.ts';
import type { Calibrate } from './calibration.ts';
import type { Compared } from './compared.ts';
import { emptySeries, extend } from './series.ts';
import { completeAt, edgesOf, judgeOptionsOf, paceOf } from './span.ts';
import type { Span } from './span.ts';
import type { Check } from '../../runbook/plan.ts';
import { reasonOf } from '../../runbook/reason-of.ts';

export interface Comparing {
  readonly kind: ComparisonKind;
  readonly check: Check;
  readonly input: unknown;
  readonly span: Span;
}

/** Judges all ticks that are complete by now. A source that does not answer is read again later, from where it was left. */
export async function compare(
  comparing: Comparing,
  before: Compared,
  ctx: CheckContext,
  clocks: Clocks,
): Promise<Compared> {
  const { kind, check, input, span } = comparing;
  let compared = before;
  try {
    // Once: where a reading takes longer than a tick, what has become complete meanwhile is for the next look.
    const end = completeAt(span, (await clocks.now(check.id, kind)) - kind.lagMs(input));
    for (;;) {
      const edges = edgesOf(compared.until, span.interval / 1000, end);
      if (edges.length < 2) return compared;
      const { le, memory } = compared;
      const reading = await kind.read(
        input,
        { edges, ...(le === undefined ? {} : { le }), ...(memory === undefined ? {} : { memory }) },
        ctx,
      );
      const known = {
        ...compared,
        le: [...reading.le],
        ...(reading.memory === undefined ? {} : { memory: reading.memory }),
      };
      compared = take(comparing, known, reading.ticks);
    }
  } catch (error) {
    ctx.signal.throwIfAborted();
    const trouble = reasonOf(error);
    return { ...compared, voids: compared.voids + 1, trouble };
  }
}

/** A comparison at its beginning: calibrated, and with nothing judged. */
export async function begin(
  { kind, check, input, span }: Comparing,
  ctx: CheckContext,
  calibrateBy: Calibrate,
): Promise<Compared> {
  const options = judgeOptionsOf(check, span);
  const since = span.since / 1000;
  const past = { before: since, interval: span.interval / 1000 };
  const { le, calibration, trouble } = await calibrationOf(kind, input, options, past, ctx, calibrateBy);
  return {
    until: since,
    ...(le.length === 0 ? {} : { le: [...le] }),
    calibration,
    state: freshState(calibration),
    series: emptySeries,
    voids: 0,
    ...(trouble === undefined ? {} : { trouble }),
  };
}

function take({ check, span }: Comparing, compared: Compared, ticks: readonly Tick[]): Compared {
  const plan = planOf(check, span, compared);
  const pace = paceOf(check, span);
  let { state, series, until, voids } = compared;
  for (const tick of ticks) {
    const judged = judgeTick(plan, state, { ...tick, t: pace * tick.t });
    state = judged.state;
    series = extend(series, tick, judged.judgement.harm, judged.judgement.health);
    until = tick.t;
    voids = tick.canary === null || tick.baseline === null ? voids + 1 : 0;
  }
  const { trouble: _, ...rest } = compared;
  return { ...rest, state, series, until, voids };
}

/** The time is over and the source is dark: what could not be read is void, so that the judge can say how it ends. */
export function closeDark(comparing: Comparing, compared: Compared): Compared {
  const { span } = comparing;
  const edges = edgesOf(compared.until, span.interval / 1000, completeAt(span, Infinity));
  const ticks = edges.slice(1).map((t) => ({ t, canary: null, baseline: null }));
  const { trouble } = compared;
  return {
    ...take(comparing, compared, ticks),
    ...(trouble === undefined ? {} : { trouble }),
  };
}

/** What is said now; and whether it may pass before its time, with what is said then. */
export function judgementNow(
  { check, span }: Pick<Comparing, 'check' | 'span'>,
  compared: Compared,
): { readonly now: Judgement; readonly early: Judgement } {
  const plan = planOf(check, span, compared);
  const eager = { ...plan, options: { ...plan.options, passEarly: true } };
  return { now: judgementOf(plan, compared.state), early: judgementOf(eager, compared.state) };
}

const planOf = (check: Check, span: Span, { calibration, le = [] }: Compared): CanaryPlan => ({
  options: judgeOptionsOf(check, span),
  calibration,
  le,
});
