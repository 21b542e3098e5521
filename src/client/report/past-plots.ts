/** A series against its own past: how many times the usual was seen over time, and the odds against a usual day. Pure. */
import type { CheckEvidence } from '../../activities/calls.ts';
import { times } from '../../judge/sentence.ts';
import { showOdds } from '../views/odds.ts';
import { ratioOf, ratiosOf } from '../views/past-evidence.ts';
import { label, oddsScale, thresholdLine } from './evidence-plot.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { acrossRange, acrossTime, curve, plot, round, upRange } from './plot.ts';
import type { Happening } from './plot.ts';
import { linearScale } from './scale.ts';

/** The usual is one: there is room for it, and above. */
const leastTop = 1.5;

export function ratioPlot(id: string, evidence: CheckEvidence, happenings: readonly Happening[]): Markup {
  const { title, series } = evidence;
  const ratios = ratiosOf(evidence);
  const across = acrossTime(series.map(([t]) => t));
  const up = linearScale(Math.max(leastTop, ...ratios.map((one) => one ?? 0)), upRange, (value) =>
    String(Number(value.toPrecision(2))),
  );
  const whole = ratioOf(evidence);
  const usual = round(up.place(1));
  const figure = plot({
    id,
    title: `${title}: times the usual over time`,
    says:
      whole === undefined
        ? 'None is usual at this time of day.'
        : `Over all of the time it was ${times(whole)} what is usual at this time of day.`,
    across,
    up,
    happenings,
    inside: [
      markup`<line class="curve baseline" x1="${acrossRange[0]}" x2="${acrossRange[1]}" y1="${usual}" y2="${usual}"/>`,
      curve(
        'canary',
        series.map(([t], index) => {
          const ratio = ratios[index];
          return ratio === undefined ? undefined : [across.place(t), up.place(ratio)];
        }),
      ),
    ],
  });
  return markup`<figure>${figure}
<figcaption>How many times <span class="key baseline">what is usual at this time of day</span> <span class="key canary">was seen</span></figcaption></figure>`;
}

export function unusualPlot(
  id: string,
  { title, series, harm, failsAt }: CheckEvidence,
  happenings: readonly Happening[],
): Markup {
  const odds = series.map(([t, , , , , one]) => [t, one] as const);
  const across = acrossTime(odds.map(([t]) => t));
  const up = oddsScale(
    failsAt,
    odds.map(([, one]) => one),
  );
  const figure = plot({
    id,
    title: `${title}: odds against a usual day over time`,
    says: `The odds against a usual day are ${showOdds(harm)} to 1; a person is asked at ${showOdds(failsAt)}.`,
    across,
    up,
    happenings,
    inside: [
      thresholdLine('abort', up, failsAt),
      curve(
        'harm',
        odds.map(([t, one]) => [across.place(t), up.place(one)]),
      ),
      label('abort', up, failsAt, `asks at ${showOdds(failsAt)} to 1`),
    ],
  });
  return markup`<figure>${figure}
<figcaption>Odds against chance, to 1, on a log scale: <span class="key harm">not a usual day</span>, at last ${showOdds(harm)}</figcaption></figure>`;
}
