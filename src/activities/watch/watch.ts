/** Watches checks: a soak to its end, a guard until it is cancelled. One activity, resumed from its heartbeat. */
import { Context } from '@temporalio/activity';
import type { Check } from '../runbook/plan.ts';
import type { WatchCall, WatchReply } from './calls.ts';
import type { CheckContext, CheckKind, Sample } from './check.ts';
import type { Json } from './contract.ts';
import { fatal } from './errors.ts';
import { guarded } from './guarded.ts';
import { openContext } from './open-context.ts';
import type { StepDeps } from './run-step.ts';
import { freshTallies, judge, tally, talliesSchema } from './tally.ts';
import type { Tallies } from './tally.ts';

export const watchActivity =
  (kinds: ReadonlyMap<string, CheckKind>, deps: StepDeps) =>
  (call: WatchCall): Promise<WatchReply> =>
    guarded(deps, async () => {
      const { now, sleep, signal, heartbeat, resumed } = openContext(
        { key: '', release: call.release },
        deps.clientsFor(call.release),
      );
      let tallies = resume(call.checks, resumed);
      for (;;) {
        const context = { now, sleep, signal, release: call.release, clients: deps.clientsFor(call.release) };
        const due = now() + call.interval;
        tallies = await lookAll(call, kinds, context, tallies);
        heartbeat(tallies);
        const reply = judge(call.checks, tallies, call.until !== undefined && now() >= call.until);
        if (reply !== undefined) return reply;
        await sleep(Math.max(0, Math.min(due, call.until ?? due) - now()));
      }
    });

/** A worker that takes over goes on from what the last one had counted. */
function resume(checks: readonly Check[], resumed: Json | undefined): Tallies {
  const parsed = talliesSchema.safeParse(resumed ?? Context.current().info.heartbeatDetails);
  return parsed.success ? parsed.data : freshTallies(checks);
}

async function lookAll(
  { checks, since, acknowledged }: WatchCall,
  kinds: ReadonlyMap<string, CheckKind>,
  context: Omit<CheckContext, 'since' | 'acknowledged'>,
  tallies: Tallies,
): Promise<Tallies> {
  const samples = await Promise.all(
    checks.map((check) => look(check, kinds, { ...context, since, acknowledged })),
  );
  return Object.fromEntries(
    checks.map((check, index) => [
      check.id,
      tally(check, tallies[check.id], samples[index] ?? noData('no sample')),
    ]),
  );
}

/** A source that doesn't answer gives no data: void, never good. */
async function look(
  check: Check,
  kinds: ReadonlyMap<string, CheckKind>,
  context: CheckContext,
): Promise<Sample> {
  const kind = kinds.get(check.kind);
  if (kind === undefined)
    throw fatal('internal', `This worker has no check '${check.kind}': it is older than the plan.`);
  const input = kind.input.safeParse(check.input);
  if (!input.success)
    throw fatal('input-invalid', `The input of the check '${check.id}' is not valid: ${input.error.message}`);
  try {
    return await kind.sample(input.data, context);
  } catch (error) {
    context.signal.throwIfAborted();
    return noData(error instanceof Error ? error.message : String(error));
  }
}

const noData = (why: string): Sample => ({ value: null, says: `no data: ${why}` });
