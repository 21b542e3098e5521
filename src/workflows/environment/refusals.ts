/** Why an order to an environment is refused, in a sentence that says what to do. Pure reading of its state. */
import { meant } from '../../environment/holds.ts';
import { everywhere } from '../../environment/messages.ts';
import type {
  ExemptOrder,
  FreezeOrder,
  RecordDeployment,
  RequestLease,
  UnfreezeOrder,
  UnholdOrder,
} from '../../environment/messages.ts';
import type { Environment } from './entity.ts';
import { heldAs } from './holding.ts';
import { inLine } from './queue.ts';
import { most } from './state.ts';
import type { Refusal } from '../update.ts';

export function refuseRequest({ state }: Environment, { release, under }: RequestLease): Refusal {
  if (state.name === everywhere) return `Nothing is released to ‘${everywhere}’: name an environment.`;
  const known = state.queue.some(({ release: { id } }) => id === release.id);
  // The holder waits for what is within it: that stands in nobody's way.
  const beside = state.holder !== undefined && under?.includes(state.holder.release.id) === true;
  if (state.queue.length < most.queue || known || beside) return undefined;
  return `${most.queue} releases wait for ${state.name} already: abort some, then start it again.`;
}

export function refuseRecord({ state }: Environment, { deployment: { service } }: RecordDeployment): Refusal {
  if (state.name === everywhere) return `Nothing runs in ‘${everywhere}’: name an environment.`;
  if (Object.hasOwn(state.current, service) || Object.keys(state.current).length < most.services)
    return undefined;
  return `The ledger of ${state.name} has ${most.services} services: no more can be recorded.`;
}

export function refuseFreeze({ state }: Environment, { until }: FreezeOrder): Refusal {
  if (until !== undefined && Date.parse(until) <= Date.now())
    return `${until} has passed: give a time to come.`;
  if (state.freezes.length < most.freezes) return undefined;
  return `${state.name} has ${most.freezes} freezes already: lift some.`;
}

export function refuseUnfreeze({ state }: Environment, { freeze }: UnfreezeOrder): Refusal {
  if (state.freezes.some(({ id }) => id === freeze)) return undefined;
  const names = state.freezes.map(({ id, reason }) => `${id} (${reason})`).join(', ');
  return `${state.name} has no freeze ‘${freeze}’; it has ${names || 'none'}.`;
}

export const refuseHold = ({ state }: Environment): Refusal =>
  state.holds.length < most.holds ? undefined : `${most.holds} versions are held already: lift some.`;

export function refuseUnhold({ state }: Environment, order: UnholdOrder): Refusal {
  if (meant(state.holds, order).length > 0) return undefined;
  const names = state.holds.map((held) => heldAs(state.name, held)).join(', ');
  return `${heldAs(state.name, order)} isn’t held; held are: ${names || 'none'}.`;
}

export function refuseExempt(env: Environment, { by, release }: ExemptOrder): Refusal {
  const { state } = env;
  const asking = inLine(state).find(({ release: { id } }) => id === release);
  if (asking === undefined) return `${release} doesn’t wait for ${state.name}.`;
  if (asking.closed === undefined) return `${state.name} isn’t closed to ${release}: it waits for its turn.`;
  if (asking.closed.exempt.includes(by)) return undefined;
  const who = asking.closed.exempt.join(', ');
  return `${by} can’t exempt from this: ${asking.closed.why}. ${who === '' ? 'Nobody can.' : `These can: ${who}.`}`;
}
