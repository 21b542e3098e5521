/** Whether a version was released to the environment before: had there, run for long enough, and its release ended well. Pure. */
import { toMs } from '../runbook/plan.ts';
import type { PromotionCourse, Runs } from '../runbook/plan.ts';
import { listed } from './standing.ts';
import type { Standing, There, Unmet } from './standing.ts';
import type { EndedRelease, EnvironmentView } from './view.ts';

export function neverThere(
  { from }: Pick<PromotionCourse, 'from'>,
  missing: readonly Runs[],
  standing: Standing,
): Unmet[] {
  if (missing.length === 0) return [];
  const { ledger, runbook, version } = standing;
  const wasThere = ({ service, version: wanted }: Runs): boolean =>
    ledger.some((entry) => entry.service === service && entry.version === wanted);
  const says = missing.some(wasThere) ? 'and it was taken back there' : 'for it was never released there';
  return [
    {
      message: `${from} does not have ${listed(missing)}, ${says}`,
      remedy: `Release it there first: slipway start ${runbook} --environment ${from} --version ${version}`,
      way: 'exempt',
    },
  ];
}

export function unsoaked(
  { from, soak }: Pick<PromotionCourse, 'from' | 'soak'>,
  there: readonly There[],
  { now }: Standing,
): Unmet[] {
  if (soak === undefined) return [];
  const short = there.filter(
    ({ spell: { since, until } }) =>
      (until === undefined ? now : Date.parse(until)) - Date.parse(since) < toMs(soak),
  );
  const last = short
    .map(({ spell }) => spell)
    .sort((a, b) => (a.since < b.since ? -1 : 1))
    .at(-1);
  if (last === undefined) return [];
  const services = listed(short.map(({ runs }) => runs));
  if (last.until !== undefined)
    return [
      {
        message: `${services} ran in ${from} from ${last.since} to ${last.until}, which is less than ${soak}`,
        remedy: `Release it there again, and let it run for ${soak}`,
        way: 'exempt',
      },
    ];
  return [
    {
      message: `${services} must have run in ${from} for ${soak}, and does so since ${last.since}`,
      remedy: `Start again after ${new Date(Date.parse(last.since) + toMs(soak)).toISOString()}`,
      way: 'exempt',
    },
  ];
}

/** The releases that brought it there have come to a good end, and people have passed the gate. */
export function unfinished(
  { from, gate }: Pick<PromotionCourse, 'from' | 'gate'>,
  there: readonly There[],
  { view }: Standing,
): Unmet[] {
  const releases = new Map(there.map(({ spell: { entry } }) => [entry.release, entry.at]));
  return [...releases].flatMap(([release, at]): Unmet[] => {
    const remedy = `See slipway show ${release}; let it come to its end in ${from}, or release it there again`;
    const ended = endOf(view, release, at);
    if (ended === undefined && isGoing(view, release))
      return [{ message: `${release} is still under way`, remedy, way: 'exempt' }];
    if (ended !== undefined && ended.outcome !== 'succeeded')
      return [{ message: `${release} has ended ${ended.outcome}`, remedy, way: 'exempt' }];
    if (gate === undefined || ended?.gates.includes(gate) === true) return [];
    const known =
      ended === undefined
        ? `it can’t be told whether the gate ‘${gate}’ was passed`
        : `the gate ‘${gate}’ was not passed`;
    return [{ message: `${release}: ${known}`, remedy, way: 'exempt' }];
  });
}

const endOf = (view: EnvironmentView | undefined, release: string, at: string): EndedRelease | undefined =>
  view?.ended?.findLast((one) => one.release === release && one.at >= at);

const isGoing = (view: EnvironmentView | undefined, release: string): boolean =>
  [view?.holder, ...(view?.beside ?? []), ...(view?.queue ?? [])].some((one) => one?.release.id === release);
