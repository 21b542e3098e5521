/** Whether a version may come on from the environment before: released there, soaked, its gate passed, held nowhere, unchanged. Pure. */
import type { PromotionCourse, Runs } from '../runbook/plan.ts';
import { holdOn, inWords, unholdLine } from './holds.ts';
import { lasting, lastSpell } from './history.ts';
import { neverThere, unfinished, unsoaked } from './released.ts';
import { listed, named } from './standing.ts';
import type { Standing, There, Unmet } from './standing.ts';

export function unmet(course: Omit<PromotionCourse, 'type'>, standing: Standing): Unmet[] {
  const lasted = lasting(standing.ledger);
  const spells = course.services.map((runs) => ({ runs, spell: lastSpell(lasted, runs) }));
  const there = spells.flatMap(({ runs, spell }) => (spell === undefined ? [] : [{ runs, spell }]));
  const missing = spells.flatMap(({ runs, spell }) => (spell === undefined ? [runs] : []));
  return [
    ...held(course.services, there, standing),
    ...neverThere(course, missing, standing),
    ...there.flatMap((one) => [...replaced(course, one), ...otherDigest(course, one)]),
    ...unsoaked(course, there, standing),
    ...unfinished(course, there, standing),
    ...leftBehind(course, standing),
  ];
}

function held(
  services: readonly Runs[],
  there: readonly There[],
  { runbook, version, rules }: Standing,
): Unmet[] {
  const commits = there.flatMap(({ spell: { entry } }) => entry.commit ?? []);
  const versions = [version, ...services.map((one) => one.version), ...commits];
  return rules.flatMap(({ name, holds }) => {
    const hold = holdOn(holds, { runbook, versions });
    if (hold === undefined) return [];
    return [
      {
        message: inWords(hold, name, runbook),
        remedy: `Whoever finds that it is good again lifts that: ${unholdLine(hold, name)}`,
        way: 'none' as const,
      },
    ];
  });
}

/** A promotion takes what runs, not what ran. */
function replaced({ from, takes }: Pick<PromotionCourse, 'from' | 'takes'>, { runs, spell }: There): Unmet[] {
  if (takes === 'what-ran' || spell.until === undefined) return [];
  return [
    {
      message: `${from} does not run ${named(runs)} any more, since ${spell.until}`,
      remedy: 'Promote again: it takes what runs there now',
      way: 'none',
    },
  ];
}

function otherDigest({ from }: Pick<PromotionCourse, 'from'>, { runs, spell: { entry } }: There): Unmet[] {
  if (entry.digest === undefined || runs.digest === entry.digest) return [];
  return [
    {
      message: `${named(runs)} is ${entry.digest} in ${from}, and would be ${runs.digest ?? 'another one, or none that can be told'}: the digest differs`,
      remedy:
        'See who has tagged another image by this name. Put the tag back, or release what it stands for now as a version of its own',
      way: 'none',
    },
  ];
}

/** A promotion takes all that runs there of this runbook. */
function leftBehind(
  { from, takes, services }: Omit<PromotionCourse, 'type'>,
  { view, runbook, environment }: Standing,
): Unmet[] {
  if (takes === 'what-ran') return [];
  const taken = new Set(services.map(({ service }) => service));
  const left = (view?.current ?? []).filter(
    (entry) => entry.runbook === runbook && !taken.has(entry.service),
  );
  if (left.length === 0) return [];
  return [
    {
      message: `${from} runs ${listed(left)}, which the plan does not bring to ${environment}`,
      remedy: 'Have the runbook’s plan release and record it there too',
      way: 'none',
    },
  ];
}
