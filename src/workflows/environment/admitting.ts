/** Lets releases in, one at a time, in order; looks again when something changes, or when it is to open. */
import { condition, patched } from '@temporalio/workflow';
import type { AdmitCall, FreezeScope } from '../../environment/calls.ts';
import { closingsOf, together } from '../../environment/closed.ts';
import { admit } from './activities.ts';
import type { Environment } from './entity.ts';
import { inLine, inOrder, mayPass, mayPassBeside, waitingBeside } from './queue.ts';
import type { Asking } from './state.ts';

/** Milliseconds. A configuration may change, which nobody tells; and what everywhere tells may be lost. */
const lookAgain = { soonest: 1000, latest: 10 * 60_000, withoutEnd: 60_000 } as const;

export async function admitting(env: Environment): Promise<void> {
  // Who waits behind a holder is told, too, that it is closed; environments that began before knew it only when it was free.
  const behindHolder = patched('closed-behind-holder');
  const concerns = () =>
    (env.state.queue.length > 0 && (behindHolder || env.state.holder === undefined)) ||
    waitingBeside(env.state).length > 0;
  let wait: number | undefined;
  for (;;) {
    const ready = () => env.leaving || (env.dirty && concerns());
    if (wait === undefined) await condition(ready);
    else await condition(ready, wait, { summary: 'Look again whether it is open' });
    if (env.leaving) return;
    wait = concerns() ? await letIn(env) : undefined;
  }
}

/** Milliseconds until it is worth looking again; undefined: when something changes. */
async function letIn(env: Environment): Promise<number | undefined> {
  const { state } = env;
  env.dirty = false;
  const asking = inLine(state);
  const beside = new Set(waitingBeside(state));
  const elsewhere = await admit({ environment: state.name, asking: asking.map(concerned) });
  // Environments that began before were held against the first alone: whoever was exempt from that came in.
  const all = patched('all-closings');
  // And by what a version is written as alone.
  const comparing = patched('holds-commits') ? 'commits' : 'as-written';
  for (const [index, one] of asking.entries()) {
    const there = elsewhere[index] ?? undefined;
    const own = closingsOf(state, one, Date.now(), { scope: scopeOf(one), comparing });
    const closings = [...own, ...(there === undefined ? [] : [there])];
    one.closed = all ? together(closings) : closings[0];
  }
  // Some may have left while it was looked at; who has no holder to be within any more was asked about less.
  const next = inOrder(state.queue).find((one) => asking.includes(one) && !beside.has(one) && mayPass(one));
  if (next !== undefined && state.holder === undefined) env.grant(next);
  else if (state.holder !== undefined) forgetWhoMayPass(asking);
  for (const one of waitingBeside(state))
    if (asking.includes(one) && mayPassBeside(one, state.holder)) env.letBeside(one);
  for (const one of asking) env.answering.delete(one);
  env.tellAll();
  env.publish();
  // Behind a holder there is nothing to wait for but its end.
  const behind = next === undefined && state.holder === undefined ? state.queue : [];
  return soonest([...waitingBeside(state), ...behind]);
}

const scopeOf = ({ beside }: Asking): FreezeScope => (beside === undefined ? 'all' : 'services');

function concerned(one: Asking): AdmitCall['asking'][number] {
  const { release, services, purpose, versions } = one;
  return {
    release,
    services,
    ...(purpose === undefined ? {} : { purpose }),
    ...(versions === undefined ? {} : { versions }),
    ...(one.beside === undefined ? {} : { scope: scopeOf(one) }),
  };
}

/** Whom it does not concern waits for its turn alone. */
function forgetWhoMayPass(asking: readonly Asking[]): void {
  for (const one of asking) if (mayPass(one)) one.closed = undefined;
}

const soonest = (queue: readonly Asking[]): number | undefined => {
  const waits = queue.flatMap(({ closed }) => (closed === undefined ? [] : [waitFor(closed.opensAt)]));
  return waits.length === 0 ? undefined : Math.min(...waits);
};

const waitFor = (opensAt: string | undefined): number =>
  opensAt === undefined
    ? lookAgain.withoutEnd
    : Math.min(lookAgain.latest, Math.max(lookAgain.soonest, Date.parse(opensAt) - Date.now()));
