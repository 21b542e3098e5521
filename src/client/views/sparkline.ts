/** Error rates of both arms over time as two lines of blocks on one scale. Pure. */
import type { CheckEvidence } from '../../activities/calls.ts';
import { shareOf } from './odds.ts';

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/** An arm that served nothing. */
const nothing = '·';

export interface Sparklines {
  readonly canary: string;
  readonly baseline: string;
}

/** At most `width` blocks each; neighbours are added up where there are more points. */
export function sparklines(series: CheckEvidence['series'], width: number): Sparklines {
  const columns = Math.min(width, series.length);
  const rates = Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * series.length) / columns);
    const to = Math.floor(((column + 1) * series.length) / columns);
    return ratesOf(series.slice(from, to));
  });
  const top = Math.max(0, ...rates.flatMap(({ canary, baseline }) => [canary ?? 0, baseline ?? 0]));
  const draw = (arm: 'canary' | 'baseline'): string => rates.map((rate) => blockOf(rate[arm], top)).join('');
  return { canary: draw('canary'), baseline: draw('baseline') };
}

/** At most `width` blocks; of neighbours the mean is drawn. */
export function sparkline(values: readonly (number | undefined)[], width: number): string {
  const columns = Math.min(width, values.length);
  const means = Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.floor(((column + 1) * values.length) / columns);
    const known = values.slice(from, to).filter((one) => one !== undefined);
    return known.length === 0 ? undefined : known.reduce((sum, one) => sum + one, 0) / known.length;
  });
  const top = Math.max(0, ...means.map((mean) => mean ?? 0));
  return means.map((mean) => blockOf(mean, top)).join('');
}

interface Rates {
  readonly canary: number | undefined;
  readonly baseline: number | undefined;
}

/** Over all of a series. */
export function ratesOf(series: CheckEvidence['series']): Rates {
  const sum = (index: 1 | 2 | 3 | 4): number => series.reduce((all, point) => all + point[index], 0);
  return { canary: shareOf(sum(2), sum(1)), baseline: shareOf(sum(4), sum(3)) };
}

function blockOf(rate: number | undefined, top: number): string {
  if (rate === undefined) return nothing;
  const level = top === 0 ? 0 : Math.round((rate / top) * (blocks.length - 1));
  return blocks[level] ?? nothing;
}
