/** Held versions: which of them keep a release out. Pure. */
import type { RequestLease } from './messages.ts';
import type { HoldView } from './view.ts';

export interface Coming {
  readonly runbook: string;
  /** As the release names it, and as the ledger does. */
  readonly versions: readonly string[];
  readonly purpose?: RequestLease['purpose'];
}

/** The first that holds it. What brings an earlier version back is held up by a hold on that version alone. */
export const holdOn = (
  holds: readonly HoldView[],
  { runbook, versions, purpose }: Coming,
): HoldView | undefined =>
  holds.find(
    (held) =>
      (held.runbook === undefined || held.runbook === runbook) &&
      (held.version === undefined ? purpose !== 'rollback' : versions.includes(held.version)),
  );

type Held = Pick<HoldView, 'runbook' | 'version'>;

/** Whether a hold is that very one. */
export const isOf = (held: Held, { runbook, version }: Held): boolean =>
  held.version === version && held.runbook === runbook;

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
