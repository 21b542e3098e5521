/** Held versions of an environment: put there, and taken away. Pure. */
import { isOf, meant } from '../../environment/holds.ts';
import type { HoldOrder, UnholdOrder } from '../../environment/messages.ts';
import type { EnvironmentState } from './state.ts';

export function putHold(
  state: EnvironmentState,
  { key, by, reason, runbook, version }: HoldOrder,
  at: string,
): string {
  const others = state.holds.filter((one) => !isOf(one, { runbook, version }));
  state.holds = [...others, { by, at, reason, runbook, version, ...(key === undefined ? {} : { key }) }];
  return `${heldAs(state.name, { runbook, version })} is held: ${reason}`;
}

export function takeHold(state: EnvironmentState, { reason, runbook, version }: UnholdOrder): string {
  const lifted = meant(state.holds, { runbook, version });
  state.holds = state.holds.filter((one) => !lifted.includes(one));
  return `${heldAs(state.name, { runbook, version })} is held no more: ${reason}`;
}

/** Where a hold is for all versions, its place is said. */
export const heldAs = (
  name: string,
  { runbook, version }: Pick<UnholdOrder, 'runbook' | 'version'>,
): string =>
  version === undefined ? `${runbook ?? 'Every runbook'} in ${name}` : `${runbook ?? 'Any'} ${version}`;
