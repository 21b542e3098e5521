/** Freezes and holds of an environment: whether a release may come in. Pure. */
import type { Concerned, FreezeScope } from './calls.ts';
import { holdOn, inWords } from './holds.ts';
import type { Comparing } from './holds.ts';
import type { Closed } from './messages.ts';
import type { EnvironmentRules, FreezeView } from './view.ts';

/** All that closes it; a version that is held first, then what lasts longest. `at`: milliseconds since the epoch. */
export function closingsOf(
  { name, freezes, holds }: EnvironmentRules,
  { release, services, purpose, versions = [] }: Concerned,
  at: number,
  { scope = 'all', comparing }: { readonly scope?: FreezeScope; readonly comparing?: Comparing } = {},
): Closed[] {
  const coming = { runbook: release.runbook, versions: [release.version, ...versions], purpose };
  const held = holdOn(holds, coming, comparing);
  return [
    ...(held === undefined ? [] : [{ why: inWords(held, name, release.runbook), exempt: [] }]),
    ...freezes
      .filter((freeze) => scope === 'all' || freeze.services !== undefined)
      .filter((freeze) => stands(freeze, at) && concerns(freeze, services))
      .sort((a, b) => endOf(b) - endOf(a))
      .map(({ by, reason, until, exempt }) => ({
        why: `${name} is frozen by ${by}: ${reason}`,
        ...(until === undefined ? {} : { opensAt: until }),
        exempt: [...exempt],
      })),
  ];
}

/** As many reasons are said. */
const mostSaid = 3;

/** What several closings come to: it opens when the last of them does, and whoever goes past must be exempt from each. */
export function together(closings: readonly Closed[]): Closed | undefined {
  const [first] = closings;
  if (first === undefined || closings.length === 1) return first;
  const more = closings.length - mostSaid;
  const whys = closings.slice(0, mostSaid).map(({ why }) => why);
  const opens = closings.map(({ opensAt }) => opensAt);
  const last = opens.some((at) => at === undefined)
    ? undefined
    : opens.reduce((one, other) => (Date.parse(one ?? '') > Date.parse(other ?? '') ? one : other));
  return {
    why: [...whys, ...(more > 0 ? [`${more} more`] : [])].join('; and '),
    ...(last === undefined ? {} : { opensAt: last }),
    exempt: first.exempt.filter((login) => closings.every(({ exempt }) => exempt.includes(login))),
  };
}

const endOf = ({ until }: Pick<FreezeView, 'until'>): number =>
  until === undefined ? Infinity : Date.parse(until);

/** Whether a freeze is in force; `at`: milliseconds since the epoch. */
export const stands = (freeze: Pick<FreezeView, 'until'>, at: number): boolean => endOf(freeze) > at;

/** A release that doesn't say what it changes may change anything. */
const concerns = ({ services: frozen }: FreezeView, changed: readonly string[]): boolean =>
  frozen === undefined || changed.length === 0 || changed.some((service) => frozen.includes(service));
