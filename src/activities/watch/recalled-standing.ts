/** How a series stands against its own past, what a person is asked about, and what can be shown of it. Pure. */
import { judgePast } from '../../judge/index.ts';
import type { Change, PastCalibration, PastJudgement } from '../../judge/index.ts';
import type { CheckEvidence, Finding } from '../calls.ts';
import { oddsOf, optionsOf } from './recalled.ts';
import type { Recalled, Recalling } from './recalled.ts';
import type { Standing } from './standing.ts';

/** What a person is asked about has an id by which it is acknowledged, and then it is not asked about again. */
const idOf = ({ check }: Recalling, what: Change | 'history'): string => `${check.id}:${what}`;

/** How it stands, and what a person would be asked about. */
export function recalledStanding(
  recalling: Recalling,
  recalled: Recalled | undefined,
  acknowledged: readonly string[],
  over: boolean,
): Standing & { readonly findings: readonly Finding[] } {
  const { check } = recalling;
  const stand = (
    verdict: Standing['verdict'],
    says: string,
    { healthy = false, findings = [] as readonly Finding[] } = {},
  ) => ({ verdict, says: `${check.title}: ${says}`, healthy, findings });
  if (recalled === undefined) return stand(over ? 'inconclusive' : 'continue', 'no data');
  const { calibration, voids, trouble } = recalled;
  const why = trouble === undefined ? '' : ` (${trouble})`;
  if (voids > check.inconclusiveLimit) return stand('inconclusive', `no data in ${voids} looks${why}`);
  if (calibration === undefined) return stand(over ? 'inconclusive' : 'continue', `no data${why}`);
  if (calibration === null) {
    const id = idOf(recalling, 'history');
    const says = 'there are less than two days of history to hold it against';
    if (acknowledged.includes(id))
      return stand(over ? 'pass' : 'continue', `not judged, as ${says}`, { healthy: true });
    return stand('inconclusive', says, { findings: [{ id, title: `${check.title}: ${says}` }] });
  }
  const { verdict, change, reason } = judgementNow(recalling, recalled, calibration, acknowledged);
  if (change !== undefined) {
    const id = idOf(recalling, change);
    return stand(verdict, reason, { findings: [{ id, title: `${check.title}: ${reason}` }] });
  }
  const missing = tooFew(recalling, recalled);
  if (over && missing !== undefined) return stand('inconclusive', `${missing}${why}`);
  return stand(over ? 'pass' : 'continue', reason, { healthy: recalled.state.windows > 0 && voids === 0 });
}

const judgementNow = (
  recalling: Recalling,
  { state }: Recalled,
  { profile }: PastCalibration,
  acknowledged: readonly string[],
): PastJudgement => {
  const explained = (['spike', 'dip'] as const).filter((one) => acknowledged.includes(idOf(recalling, one)));
  return judgePast(profile, optionsOf(recalling), state, explained);
};

/** Half of the time without data says too little. */
function tooFew({ kind, input, span }: Recalling, { state }: Recalled): string | undefined {
  const { window } = kind.spanOf(input);
  const due = Math.floor(((span.until ?? span.since) - span.since) / 1000 / window) - 1;
  if (state.windows > 0 && 2 * state.windows >= due) return undefined;
  return `the time is over, and ${state.windows} of ${Math.max(1, due)} windows of ${window} s had data`;
}

/** What can be shown of it. */
export function recalledEvidence(
  recalling: Recalling,
  recalled: Recalled | undefined,
  acknowledged: readonly string[],
): CheckEvidence[] {
  if (recalled?.calibration == null) return [];
  const { check } = recalling;
  const judgement = judgementNow(recalling, recalled, recalled.calibration, acknowledged);
  return [
    {
      check: check.id,
      title: check.title,
      shadow: check.shadow === true,
      verdict: judgement.verdict,
      says: judgement.reason,
      past: recalled.of,
      harm: oddsOf(optionsOf(recalling), judgement),
      failsAt: judgement.asksAt,
      health: 0,
      passesAt: 0,
      metrics: [],
      series: recalled.series.points,
    },
  ];
}
