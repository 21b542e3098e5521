/** What an accepted order does to the environment. Refusals come before: see refusals.ts. */
import { condition, patched, uuid4 } from '@temporalio/workflow';
import type {
  ExemptOrder,
  FreezeOrder,
  HoldOrder,
  LeaseNews,
  Leave,
  RecordDeployment,
  RequestLease,
  UnfreezeOrder,
  UnholdOrder,
  Unrecord,
} from '../../environment/messages.ts';
import type { LedgerEntry } from '../../environment/view.ts';
import { stands } from '../../environment/closed.ts';
import { now } from '../now.ts';
import type { Environment } from './entity.ts';
import { putHold, takeHold } from './holding.ts';
import { record, unrecord } from './ledger.ts';
import { newsOf, supersededBy } from './queue.ts';
import type { Asking } from './state.ts';

interface Says {
  readonly says: string;
}

/** Answers when it is known whether it is let in; later changes come to the release by signal. */
export async function request(env: Environment, asked: RequestLease): Promise<LeaseNews> {
  const { state } = env;
  const asking = entered(env, asked);
  // The answer was lost on its way, and it asks again: it has one already. Environments that began before had it wait once more.
  if (asking.told !== undefined && !env.answering.has(asking) && patched('answers-again')) {
    asking.told = newsOf(state, asking);
    return asking.told;
  }
  // Until it has its answer no signal goes out: one that came sooner would be older than what is answered.
  env.answering.add(asking);
  // Who comes while another is let in is asked about only when that one has left: the answer is that it waits.
  const waitsBehind = () => state.holder !== undefined && asking.beside === undefined;
  if (!waitsBehind()) await condition(() => !env.answering.has(asking) || waitsBehind());
  env.answering.delete(asking);
  asking.told = newsOf(state, asking);
  env.tellAll();
  return asking.told;
}

function entered(env: Environment, asked: RequestLease): Asking {
  const { state } = env;
  const earlier = env.find(asked.release.id);
  if (earlier?.runId === asked.runId) return earlier;
  // Two runs of one id never live at once: the earlier one has ended.
  if (earlier !== undefined) env.free(earlier, 'it was started again');
  const { holder } = state;
  if (holder !== undefined && asked.under?.includes(holder.release.id) === true)
    return enteredBeside(env, asked, holder);
  // Environments that began before let it take the place of any.
  const which = patched('supersedes-usual') ? 'usual' : 'all';
  for (const old of supersededBy(state.queue, asked, which)) {
    old.supersededBy = asked.release.id;
    env.tell(old);
    env.free(old, `${asked.release.id} is newer`);
  }
  state.turns += 1;
  const asking: Asking = { ...asked, turn: state.turns, since: now() };
  state.queue.push(asking);
  env.dirty = true;
  const urgent = asked.urgent === undefined ? '' : `, urgent: ${asked.urgent.reason}`;
  env.audit({
    by: asked.release.startedBy,
    what: 'asked',
    says: `${asked.release.id} asks for ${state.name}${urgent}`,
  });
  return asking;
}

/** A release within the one that has the environment: it takes nothing from it, and is asked about by itself. */
function enteredBeside(env: Environment, asked: RequestLease, holder: Asking): Asking {
  const { state } = env;
  state.turns += 1;
  const asking: Asking = { ...asked, turn: state.turns, since: now(), beside: 'waits' };
  state.beside = [...(state.beside ?? []), asking];
  env.dirty = true;
  env.audit({
    by: asked.release.startedBy,
    what: 'asked',
    says: `${asked.release.id} asks for ${state.name} within ${holder.release.id}`,
  });
  return asking;
}

/** A release that had the environment has ended: what follows it may be held against how. */
export function leave(env: Environment, { release, ended }: Leave): void {
  const asking = env.find(release);
  if (asking === undefined) return;
  if (ended !== undefined) env.noteEnd(asking, ended);
  env.free(asking, 'it gave it back');
}

export function recordDeployment(env: Environment, order: RecordDeployment): LedgerEntry {
  const entry = record(env.state, order, now());
  env.publish();
  return entry;
}

export function unrecordDeployment(env: Environment, order: Unrecord): Says {
  const says = unrecord(env.state, order, now());
  env.publish();
  return { says };
}

export function freeze(env: Environment, { by, reason, until, services, exempt }: FreezeOrder): Says {
  const { state } = env;
  const id = uuid4().slice(0, 8);
  const ended = state.freezes.filter((one) => stands(one, Date.now()));
  state.freezes = [...ended, { id, by, at: now(), reason, until, services, exempt }];
  const says = `${state.name}${services === undefined ? '' : ` (${services.join(', ')})`} is frozen${until === undefined ? '' : ` until ${until}`}: ${reason}`;
  env.audit({ by, what: 'frozen', says });
  env.rulesChanged();
  return { says: `${says} [${id}]` };
}

export function unfreeze(env: Environment, { by, freeze: id, reason }: UnfreezeOrder): Says {
  const { state } = env;
  state.freezes = state.freezes.filter((one) => one.id !== id);
  const says = `The freeze ${id} of ${state.name} is lifted: ${reason}`;
  env.audit({ by, what: 'unfrozen', says });
  env.rulesChanged();
  return { says };
}

export function hold(env: Environment, order: HoldOrder): Says {
  const says = putHold(env.state, order, now());
  env.audit({ by: order.by, what: 'held', says });
  return { says };
}

export function unhold(env: Environment, order: UnholdOrder): Says {
  const says = takeHold(env.state, order);
  env.audit({ by: order.by, what: 'unheld', says });
  env.rulesChanged();
  return { says };
}

export function exempt(env: Environment, { by, release, reason }: ExemptOrder): Says {
  const asking = env.find(release);
  if (asking !== undefined) asking.exempt = { by, reason };
  env.dirty = true;
  const says = `${release} may go on although it is closed: ${reason}`;
  env.audit({ by, what: 'exempted', says });
  return { says };
}
