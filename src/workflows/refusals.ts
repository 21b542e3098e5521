/** Why an order is refused, in one sentence, or undefined where it is accepted. Synchronous and free of effects. */
import { steps } from '../activities/registry.ts';
import type { PlanNode, Question } from '../runbook/plan.ts';
import type { Confirm, Decide, Order, Resolve } from './messages.ts';
import type { Run } from './run.ts';
import type { AskRecord } from './state.ts';
import { flatten } from './state.ts';
import { auditIsFull, fullAudit } from './weight.ts';
import type { Refusal } from './update.ts';

export function refuseConfirm({ state }: Run, { digest }: Confirm): Refusal {
  if (state.phase === 'planning') return 'The plan is not made yet.';
  if (state.phase !== 'confirming') return `Nothing waits for confirmation: the release is ${state.phase}.`;
  if (digest !== state.digest)
    return `That is not the plan that waits: it has the digest ${state.digest}. Read it again.`;
  return undefined;
}

export function refuseDecide(run: Run, { by, node, decision, answers = {} }: Decide): Refusal {
  const record = run.state.nodes[node];
  if (record === undefined) return unknownNode(run, node);
  const { asked } = record;
  if (record.state !== 'waiting' || asked === undefined)
    return `‘${node}’ asks nothing now: it is ${record.state}.`;
  const people = asked.ask.approvers.people;
  if (!people.includes(by)) return `${by} may not answer ‘${node}’; these may: ${people.join(', ')}.`;
  if (asked.ask.notStarter && by === run.state.start.startedBy) {
    return `Four eyes: ${by} started this release and may not answer ‘${node}’.`;
  }
  if (decision === 'reject') return undefined;
  const tripped = run.trippedOver(node);
  if (tripped !== undefined)
    return `The guard ‘${tripped}’ has found something: answer it first (slipway show tells what).`;
  if (asked.approvals.some((approval) => approval.by === by)) {
    return `${by} has approved ‘${node}’ already; it needs ${asked.ask.quorum} different people.`;
  }
  return refuseAnswers(asked, answers);
}

function refuseAnswers({ ask }: AskRecord, answers: NonNullable<Decide['answers']>): Refusal {
  const unknown = Object.keys(answers).filter((id) => !ask.questions.some((question) => question.id === id));
  if (unknown.length > 0) return `No such question: ${unknown.join(', ')}.`;
  const wrong = ask.questions.flatMap((question) => complaint(question, answers[question.id]));
  return wrong.length === 0 ? undefined : wrong.join(' ');
}

function complaint(question: Question, answer: string | number | boolean | undefined): string[] {
  const { id, title } = question;
  if (answer === undefined || answer === '') {
    return question.required ? [`‘${title}’ must be answered (--answer ${id}=…).`] : [];
  }
  switch (question.type) {
    case 'choice':
      return question.choices.includes(String(answer))
        ? []
        : [`‘${title}’ takes one of ${question.choices.join(', ')} (${id}).`];
    case 'number':
      return typeof answer === 'number' ? [] : [`‘${title}’ takes a number (${id}).`];
    case 'boolean':
      return typeof answer === 'boolean' ? [] : [`‘${title}’ takes yes or no (${id}).`];
    case 'text':
      return typeof answer === 'string' ? [] : [`‘${title}’ takes a text (${id}).`];
  }
}

export function refuseResolve(run: Run, order: Resolve): Refusal {
  const record = run.state.nodes[order.node];
  const node = findNode(run, order.node);
  if (record === undefined || node === undefined) return unknownNode(run, order.node);
  if (record.resolution !== undefined) return `‘${order.node}’ has just been answered.`;
  if (record.state === 'undo-parked') {
    return order.action === 'retry' || order.action === 'skip'
      ? undefined
      : 'A parked undo takes retry or skip.';
  }
  if (record.state !== 'parked') return `‘${order.node}’ is not parked: it is ${record.state}.`;
  switch (order.action) {
    case 'retry':
    case 'rollback':
    case 'abort':
      return undefined;
    case 'amend':
      if (auditIsFull(run.state.audit)) return fullAudit;
      return node.type === 'step'
        ? refuseData(steps.get(node.kind)?.input, order.input, 'input')
        : 'Only a step’s input can be amended.';
    case 'skip':
      return refuseSkip(node, order);
  }
}

function refuseSkip(node: PlanNode, order: Extract<Resolve, { action: 'skip' }>): Refusal {
  switch (node.type) {
    case 'step':
      if (node.required) return `‘${node.id}’ is required by the plan and can’t be skipped.`;
      return order.output === undefined
        ? undefined
        : refuseData(steps.get(node.kind)?.output, order.output, 'output');
    case 'gate':
      return `‘${node.id}’ is a gate: retry it to ask again, or roll back.`;
    case 'soak':
    case 'guard':
      return node.ask.approvers.people.includes(order.by)
        ? undefined
        : `${order.by} may not end the watch ‘${node.id}’; these may: ${node.ask.approvers.people.join(', ')}.`;
    case 'release':
    case 'sequence':
    case 'parallel':
      return undefined;
  }
}

interface Schema {
  safeParse(
    value: unknown,
  ):
    | { success: true }
    | { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } };
}

function refuseData(schema: Schema | undefined, value: unknown, what: string): Refusal {
  const parsed = schema?.safeParse(value);
  if (parsed === undefined || parsed.success) return undefined;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${[what, ...path.map(String)].join('.')}: ${message}`,
  );
  return `${problems.join('; ')}.`;
}

export function refusePause({ state }: Run): Refusal {
  if (auditIsFull(state.audit)) return fullAudit;
  if (state.paused !== undefined) return `${state.paused.by} has paused it already.`;
  return state.phase === 'running' ? undefined : `It can’t be paused while it is ${state.phase}.`;
}

export const refuseResume = ({ state }: Run): Refusal =>
  state.paused === undefined ? 'It is not paused.' : undefined;

export function refuseRollback(run: Run): Refusal {
  const { state } = run;
  if (state.stop !== undefined) return `${state.stop.by} has ordered its ${state.stop.kind} already.`;
  return state.phase === 'running' || state.phase === 'paused' || (state.phase === 'queued' && run.hasBegun())
    ? undefined
    : `Nothing to roll back: it is ${state.phase}. Abort it instead.`;
}

export function refuseAbort(run: Run): Refusal {
  if (run.state.stop?.kind === 'abort' || run.abandoned) return 'It is being aborted already.';
  return undefined;
}

export const refuseOrder = {
  pause: refusePause,
  resume: refuseResume,
  rollback: refuseRollback,
  abort: refuseAbort,
} satisfies Record<string, (run: Run, order: Order) => Refusal>;

export const findNode = ({ state }: Run, id: string): PlanNode | undefined =>
  state.plan === undefined ? undefined : flatten(state.plan.root).find(({ node }) => node.id === id)?.node;

function unknownNode(run: Run, id: string): string {
  const ids = Object.keys(run.state.nodes).join(', ');
  return `The plan has no node ‘${id}’; it has: ${ids || 'none yet'}.`;
}
