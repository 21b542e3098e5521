/** The odds of harm over time on a log scale, where they would have aborted, and the odds of health at the end. Pure. */
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
  const odds = series.map(([t, , , , , one]) => [t, one] as const);
  const across = acrossTime(odds.map(([t]) => t));
  const most = Math.max(failsAt, passesAt);
  const highest = Math.max(harm, health, ...odds.map(([, one]) => one));
  const up = logScale(lowest, Math.min(most * above, Math.max(most * 2, highest)), upRange, powerOfTen);
  const last = odds.at(-1)?.[0] ?? 0;
  const figure = plot({
    id,
    title: `${title}: odds of harm over time`,
    says: `The odds of harm are ${showOdds(harm)} to 1; it aborts at ${showOdds(failsAt)}. The odds of health are ${showOdds(health)} to 1; it passes at ${showOdds(passesAt)}.`,
    across,
    up,
    happenings,
    inside: [
      thresholdLine('abort', up, failsAt),
      thresholdLine('pass', up, passesAt),
      curve(
        'harm',
        odds.map(([t, one]) => [across.place(t), up.place(one)]),
      ),
      markup`<circle class="health" cx="${round(across.place(last))}" cy="${round(up.place(health))}" r="4.5"/>`,
      label('abort', up, failsAt, `harm aborts at ${showOdds(failsAt)} to 1`),
      label('pass', up, passesAt, `health passes at ${showOdds(passesAt)} to 1`),
    ],
  });
  return markup`<figure>${figure}
<figcaption>Odds against chance, to 1, on a log scale: <span class="key harm">harm</span> over time, at last ${showOdds(harm)}; <span class="key health">health</span> at the end, ${showOdds(health)}</figcaption></figure>`;
}

function thresholdLine(kind: string, up: Scale, odds: number): Markup {
  const y = round(up.place(odds));
  return markup`<line class="threshold ${kind}" x1="${acrossRange[0]}" x2="${acrossRange[1]}" y1="${y}" y2="${y}"/>`;
}

/** The two lines may lie near each other: one is labelled above at the left, the other below at the right. */
const labelled = {
  abort: { x: acrossRange[0] + 4, below: -5, anchor: 'start' },
  pass: { x: acrossRange[1] - 10, below: 14, anchor: 'end' },
} as const;

function label(kind: keyof typeof labelled, up: Scale, odds: number, says: string): Markup {
  const { x, below, anchor } = labelled[kind];
  return markup`<text class="threshold ${kind}" x="${x}" y="${round(up.place(odds)) + below}" text-anchor="${anchor}">${says}</text>`;
}

/** Small ones too: a tick is not under itself. */
const powerOfTen = (value: number): string => (value < 1 ? String(value) : showOdds(value));
