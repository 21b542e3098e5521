/** A gate: its answers are outputs; its rejection ends the work as the plan says. */
import { isCancellation } from '@temporalio/workflow';
import { mapRefs } from '../runbook/reference.ts';
import { resolveInput } from '../runbook/resolve-input.ts';
import type { Json } from '../runbook/json.ts';
import type { Ask, GateNode } from '../runbook/plan.ts';
import { ask } from './ask.ts';
import type { Answer } from './ask.ts';
import { underItsLease } from './gate-lease.ts';
import type { Run } from './run.ts';

export async function runGate(run: Run, node: GateNode): Promise<void> {
  if (run.record(node.id).state === 'pending') await run.ready(node.id);
  try {
    const answer = await underItsLease(run, node, (parked) =>
      ask(run, node.id, node.title, withEvidence(run, node.ask), parked),
    );
    const record = run.record(node.id);
    if (answer.decision === 'reject') {
      const by = answer.rejection?.by ?? 'slipway';
      run.enter(node.id, 'failed', `rejected by ${by}`);
      const reason = `‘${node.title}’ was rejected by ${by}${because(answer)}`;
      run.halt({ kind: node.onReject, by, reason });
    }
    record.output = gateOutput(answer);
    run.enter(
      node.id,
      'done',
      `approved by ${answer.approvals.map(({ by }) => by).join(', ') || 'its deadline'}`,
    );
  } catch (error) {
    if (isCancellation(error) && run.record(node.id).state !== 'failed') run.enter(node.id, 'cancelled');
    throw error;
  }
}

export const because = ({ rejection }: Answer): string =>
  rejection?.reason === undefined ? '' : `: ${rejection.reason}`;

/** Later answers to the same question win: the last approver has seen the ones before. */
export const gateOutput = (answer: Answer): Json => ({
  answers: Object.assign({}, ...answer.approvals.map(({ answers }) => answers ?? {})) as Json,
  approvedBy: answer.approvals.map(({ by }) => by),
});

/** Evidence by reference, resolved when the question is put; what isn't there is shown as missing. */
export function withEvidence(run: Run, question: Ask): Ask {
  const outputs = run.outputs();
  return {
    ...question,
    evidence: question.evidence.map(({ title, value }) => ({
      title,
      value: mapRefs(value, (ref) => {
        const resolved = resolveInput({ value: { $ref: ref } }, outputs);
        return resolved.ok ? (resolved.input['value'] ?? null) : `(no output of ${ref})`;
      }),
    })),
  };
}
