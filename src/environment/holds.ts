/** Held versions: which of them keep a release out. Pure. */
import type { RequestLease } from './messages.ts';
import type { HoldView } from './view.ts';

export interface Coming {
  readonly runbook: string;
  /** As the release names it, and as the ledger does; their commits among them. */
  readonly versions: readonly string[];
  readonly purpose?: RequestLease['purpose'];
}

/** How a version that is held is compared with one that comes; `as-written` is for environments that began before. */
export type Comparing = 'commits' | 'as-written';

/** As many digits as git shows of a commit at the least. */
const commit = /^[0-9a-f]{7,40}$/;

/** A commit is the same whether it is written by seven digits, by twelve or by forty. */
export const sameVersion = (one: string, other: string): boolean =>
  one === other ||
  (commit.test(one) && commit.test(other) && (one.startsWith(other) || other.startsWith(one)));

/** The first that holds it. What brings an earlier version back is held up by a hold on that version alone. */
export function holdOn(
  holds: readonly HoldView[],
  { runbook, versions, purpose }: Coming,
  comparing: Comparing = 'commits',
): HoldView | undefined {
  const comes = (held: string): boolean =>
    versions.some((one) => (comparing === 'commits' ? sameVersion(one, held) : one === held));
  return holds.find(
    (held) =>
      (held.runbook === undefined || held.runbook === runbook) &&
      (held.version === undefined ? purpose !== 'rollback' : comes(held.version)),
  );
}

type Held = Pick<HoldView, 'runbook' | 'version'>;

/** Whether a hold is that very one. */
export const isOf = (held: Held, { runbook, version }: Held): boolean =>
  held.version === version && held.runbook === runbook;

/** Those that are meant: the very one, or where there is none, those of the same commit. */
export function meant<One extends Held>(holds: readonly One[], { runbook, version }: Held): One[] {
  const exact = holds.filter((held) => isOf(held, { runbook, version }));
  if (exact.length > 0 || version === undefined) return exact;
  return holds.filter(
    (held) => held.runbook === runbook && held.version !== undefined && sameVersion(held.version, version),
  );
}

/** `name`: of the environment. */
export const inWords = ({ version, by, reason }: HoldView, name: string, runbook: string): string =>
  version === undefined
    ? `${runbook} is held in ${name} by ${by}: ${reason}`
    : `${runbook} ${version} is held by ${by}: ${reason}`;

/** How it is lifted, as it is typed. `name`: of the environment. */
export const unholdLine = ({ version, runbook }: Held, name: string): string =>
  [
    'slipway unhold',
    ...(version === undefined ? [] : [version]),
    ...(runbook === undefined ? [] : [`--runbook ${runbook}`]),
    `--environment ${name} --reason …`,
  ].join(' ');
