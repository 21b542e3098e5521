/** Error rates of the canary and of its baseline over time. Pure. */
import type { CheckEvidence } from '../../activities/calls.ts';
import { shareOf, showShare } from '../views/odds.ts';
import { ratesOf } from '../views/sparkline.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { acrossTime, curve, plot, upRange } from './plot.ts';
import type { Happening } from './plot.ts';
import { linearScale } from './scale.ts';

const leastTop = 0.001;

export function ratePlot(
  id: string,
  { title, series }: CheckEvidence,
  happenings: readonly Happening[],
): Markup {
  const canary = series.map(([t, requests, errors]) => [t, shareOf(errors, requests)] as const);
  const baseline = series.map(([t, , , requests, errors]) => [t, shareOf(errors, requests)] as const);
  const across = acrossTime(series.map(([t]) => t));
  // Without any error there is still an axis.
  const top = Math.max(leastTop, ...[...canary, ...baseline].map(([, share]) => share ?? 0));
  const up = linearScale(top, upRange, showShare);
  const draw = (kind: string, points: typeof canary): Markup =>
    curve(
      kind,
      points.map(([t, share]) => (share === undefined ? undefined : [across.place(t), up.place(share)])),
    );
  const figure = plot({
    id,
    title: `${title}: error rates over time`,
    says: spoken(series),
    across,
    up,
    happenings,
    inside: [draw('baseline', baseline), draw('canary', canary)],
  });
  return markup`<figure>${figure}
<figcaption>Error rate of <span class="key canary">the canary</span> and <span class="key baseline">its baseline</span></figcaption></figure>`;
}

function spoken(series: CheckEvidence['series']): string {
  const { canary, baseline } = ratesOf(series);
  const told = (share: number | undefined): string => (share === undefined ? 'nothing' : showShare(share));
  return `Over all of the time the canary failed ${told(canary)} of its requests, the baseline ${told(baseline)}.`;
}
