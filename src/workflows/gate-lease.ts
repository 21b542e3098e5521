/** What becomes of the lease while a gate waits, and whether an approval still holds when it is taken again. */
import { isCancellation } from '@temporalio/workflow';
import { isRecord, plainJson } from '../runbook/json.ts';
import type { Json } from '../runbook/json.ts';
import type { Fact, GateNode } from '../runbook/plan.ts';
import { makePlan } from './activity-options.ts';
import type { Answer, WhileParked } from './ask.ts';
import { errorView } from './error-view.ts';
import { planCallOf } from './messages.ts';
import { giveLeasesBack, takeLeases } from './lease.ts';
import type { Run } from './run.ts';

export async function underItsLease(
  run: Run,
  node: GateNode,
  ask: (parked?: WhileParked) => Promise<Answer>,
): Promise<Answer> {
  switch (node.lease) {
    case undefined:
      return ask();
    case 'expire':
      return ask({ before: () => leave(run, node), after: async () => void (await comeBack(run, node)) });
    case 'release-and-revalidate':
      // Where the release has continued as new, it has left already.
      if (run.record(node.id).state === 'pending') await leave(run, node);
      for (;;) {
        const answer = await ask();
        if (answer.decision === 'reject') return answer;
        if (await comeBack(run, node)) return answer;
        run.record(node.id).asked = undefined;
        await leave(run, node);
      }
  }
}

async function leave(run: Run, { id }: GateNode): Promise<void> {
  run.record(id).factsThen = await look(run);
  await giveLeasesBack(run);
}

/** Takes the lease again; false where the world has changed, which the audit tells. */
async function comeBack(run: Run, { id, title }: GateNode): Promise<boolean> {
  await takeLeases(run, { inFlight: true });
  const then = run.record(id).factsThen;
  const changed = differences(then, await look(run));
  run.record(id).factsThen = undefined;
  if (changed.length === 0) return true;
  const says = `What ‘${title}’ was decided on has changed: ${changed.join('; ')}`;
  run.audit({ by: 'slipway', what: 'voided', node: id, says });
  run.record(id).note = says;
  return false;
}

/** The facts as a new plan would find them; where none can be made, why. */
async function look(run: Run): Promise<Json> {
  run.underWay.add('look again');
  try {
    const { plan } = await makePlan(planCallOf(run.state.start));
    return plainJson(Object.fromEntries(plan.facts.map((fact: Fact) => [fact.title, fact.value])));
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { 'the plan': errorView(error).message };
  } finally {
    run.underWay.delete('look again');
  }
}

function differences(then: Json | undefined, now: Json): string[] {
  const [before, after] = [isRecord(then) ? then : {}, isRecord(now) ? now : {}];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((title) => {
    const [was, is] = [before[title], after[title]].map((value) => short(value));
    return was === is ? [] : [`${title}: ${was}, now ${is}`];
  });
}

const short = (value: unknown): string => (value === undefined ? 'not there' : JSON.stringify(value));
