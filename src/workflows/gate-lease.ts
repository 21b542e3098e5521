/** What becomes of the lease while a gate waits, and whether an approval still holds when it is taken again. */
import { isCancellation, patched } from '@temporalio/workflow';
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
        if (answer.decision === 'reject' || isKept(run, node)) return answer;
        if (await comeBack(run, node)) return answer;
        run.record(node.id).asked = undefined;
        await leave(run, node);
      }
  }
}

/** Where there is no plan there are no facts that could be compared: then the lease is kept, and people are told. */
async function leave(run: Run, { id, title, lease }: GateNode): Promise<void> {
  const seen = await look(run);
  const record = run.record(id);
  if (seen.problem !== undefined && lease === 'release-and-revalidate' && patched('no-plan-voids')) {
    const says = `No plan can be made any more: ${seen.problem} Nothing can be compared later, so the environment is kept while ‘${title}’ waits`;
    record.note = record.note === undefined ? says : `${record.note}. ${says}`;
    return run.audit({ by: 'slipway', what: 'kept', node: id, says });
  }
  record.factsThen = factsIn(seen);
  await giveLeasesBack(run);
}

/** It has left nothing that it would have to come back to. */
const isKept = (run: Run, { id }: GateNode): boolean => run.record(id).factsThen === undefined;

/** Takes the lease again; false where the world has changed, which the audit tells. */
async function comeBack(run: Run, { id, title }: GateNode): Promise<boolean> {
  await takeLeases(run, { inFlight: true });
  const then = run.record(id).factsThen;
  const seen = await look(run);
  const changed = differences(then, factsIn(seen));
  run.record(id).factsThen = undefined;
  // The same failure twice is no sign that all is as it was.
  const unseen = seen.problem !== undefined && patched('no-plan-voids');
  if (changed.length === 0 && !unseen) return true;
  const says = unseen
    ? `What ‘${title}’ was decided on can’t be looked at again, for no plan can be made any more: ${seen.problem ?? ''}`
    : `What ‘${title}’ was decided on has changed: ${changed.join('; ')}`;
  run.audit({ by: 'slipway', what: 'voided', node: id, says });
  run.record(id).note = says;
  return false;
}

interface Seen {
  readonly facts: Json;
  /** Why no plan can be made. */
  readonly problem?: string;
}

const factsIn = ({ facts, problem }: Seen): Json => (problem === undefined ? facts : { 'the plan': problem });

/** The facts as a new plan would find them; where none can be made, why. */
async function look(run: Run): Promise<Seen> {
  run.underWay.add('look again');
  try {
    const { plan } = await makePlan(planCallOf(run.state.start));
    return {
      facts: plainJson(Object.fromEntries(plan.facts.map(({ title, value }: Fact) => [title, value]))),
    };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { facts: {}, problem: errorView(error).message };
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
