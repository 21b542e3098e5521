/** The odds of harm and of health over time on a log scale, and where they abort and pass. Pure. */
import type { CheckEvidence } from '../../activities/calls.ts';
import { showOdds } from '../views/odds.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { acrossRange, acrossTime, curve, plot, round, upRange } from './plot.ts';
import type { Happening } from './plot.ts';
import { logScale } from './scale.ts';
import type { Scale } from './scale.ts';

/** Odds below or far above what decides say nothing more: the plot ends there. */
const lowest = 0.01;
const above = 1000;

export function evidencePlot(
  id: string,
  { title, series, harm, failsAt, health, passesAt }: CheckEvidence,
  happenings: readonly Happening[],
): Markup {
  const across = acrossTime(series.map(([t]) => t));
  const most = Math.max(failsAt, passesAt);
  const up = oddsScale(most, [harm, health, ...series.flatMap((point) => [point[5], point[6] ?? 0])]);
  const last = series.at(-1)?.[0] ?? 0;
  const over = (kind: string, odds: (point: CheckEvidence['series'][number]) => number | undefined): Markup =>
    curve(
      kind,
      series.map((point) => {
        const one = odds(point);
        return one === undefined ? undefined : [across.place(point[0]), up.place(one)];
      }),
    );
  const figure = plot({
    id,
    title: `${title}: odds of harm and of health over time`,
    says: `The odds of harm are ${showOdds(harm)} to 1; it aborts at ${showOdds(failsAt)}. The odds of health are ${showOdds(health)} to 1; it passes at ${showOdds(passesAt)}.`,
    across,
    up,
    happenings,
    inside: [
      thresholdLine('abort', up, failsAt),
      thresholdLine('pass', up, passesAt),
      // Records of earlier versions have health at the end alone.
      over('health', (point) => point[6]),
      over('harm', (point) => point[5]),
      markup`<circle class="health" cx="${round(across.place(last))}" cy="${round(up.place(health))}" r="4.5"/>`,
      label('abort', up, failsAt, `harm aborts at ${showOdds(failsAt)} to 1`),
      label('pass', up, passesAt, `health passes at ${showOdds(passesAt)} to 1`),
    ],
  });
  return markup`<figure>${figure}
<figcaption>Odds against chance, to 1, on a log scale: <span class="key harm">harm</span>, at last ${showOdds(harm)}; <span class="key health">health</span>, at last ${showOdds(health)}</figcaption></figure>`;
}

/** High enough for what decides and for all that there was. */
export const oddsScale = (decides: number, odds: readonly number[]): Scale =>
  logScale(lowest, Math.min(decides * above, Math.max(decides * 2, ...odds)), upRange, powerOfTen);

export function thresholdLine(kind: string, up: Scale, odds: number): Markup {
  const y = round(up.place(odds));
  return markup`<line class="threshold ${kind}" x1="${acrossRange[0]}" x2="${acrossRange[1]}" y1="${y}" y2="${y}"/>`;
}

/** The two lines may lie near each other: one is labelled above at the left, the other below at the right. */
const labelled = {
  abort: { x: acrossRange[0] + 4, below: -5, anchor: 'start' },
  pass: { x: acrossRange[1] - 10, below: 14, anchor: 'end' },
} as const;

export function label(kind: keyof typeof labelled, up: Scale, odds: number, says: string): Markup {
  const { x, below, anchor } = labelled[kind];
  return markup`<text class="threshold ${kind}" x="${x}" y="${round(up.place(odds)) + below}" text-anchor="${anchor}">${says}</text>`;
}

/** Small ones too: a tick is not under itself. */
const powerOfTen = (value: number): string => (value < 1 ? String(value) : showOdds(value));
