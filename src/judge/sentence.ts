/** Evidence in one sentence that a person can read. */
import type { MetricEvidence } from './verdict.ts';

/** 'errors: 41 of 3,010 on the canary, 52 of 27,400 on the baseline; 7.2 times the rate; odds 412 to 1 against chance'. */
export function ofHarm(metric: MetricEvidence, odds: number): string {
  return `${counted(metric)}; odds ${oddsOf(odds)} to 1 against chance`;
}

export function ofHealth(metric: MetricEvidence, margin: number): string {
  return `${counted(metric)}; odds ${oddsOf(metric.health)} to 1 against being ${times(1 + margin)} as bad`;
}

function counted({ name, canary, baseline, ratio }: MetricEvidence): string {
  const rate = ratio === null ? 'the baseline has none' : `${times(ratio)} the rate`;
  return `${name}: ${number(canary.errors)} of ${number(canary.total)} on the canary, ${number(baseline.errors)} of ${number(baseline.total)} on the baseline; ${rate}`;
}

export const times = (ratio: number): string =>
  `${ratio < 10 ? String(Number(ratio.toFixed(1))) : number(ratio)} times`;

/** `0.24`, `12`, `1,000`, `4e9`; what is next to nothing, or beyond all that matters, says so. */
export function oddsOf(odds: number): string {
  if (odds < 0.01) return 'under 0.01';
  if (odds < 10) return String(Number(odds.toPrecision(2)));
  return odds >= 1e6 && odds < 1e15 ? odds.toExponential(0).replace('+', '') : number(odds);
}

/** Whole, with commas: the same on every machine, whatever its locale. */
export function number(value: number): string {
  if (value >= 1e15) return 'more than 1e15';
  let rest = String(Math.round(value));
  let grouped = '';
  for (; rest.length > 3; rest = rest.slice(0, -3)) grouped = `,${rest.slice(-3)}${grouped}`;
  return rest + grouped;
}

export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${Number((seconds / 3600).toFixed(1))} h`;
}
