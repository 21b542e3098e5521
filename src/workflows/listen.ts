/** What people can say to a release: updates with synchronous validators, and the same for a gate by signal. */
import {
  ApplicationFailure,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
} from '@temporalio/workflow';
import type { z } from 'zod';
import {
  answerSignalSchema,
  confirmSchema,
  decideSchema,
  orderSchema,
  resolveSchema,
  statusQuery,
} from './messages.ts';
import type { AnswerSignal, Reply } from './messages.ts';
import { abort, confirm, decide, pause, resolve, resume, rollback } from './orders.ts';
import { refuseConfirm, refuseDecide, refuseOrder, refuseResolve } from './refusals.ts';
import type { Refusal } from './refusals.ts';
import type { Run } from './run.ts';
import { view } from './project.ts';
import type { ReleaseView } from './view.ts';

export function listen(run: Run): void {
  setHandler(defineQuery<ReleaseView>(statusQuery), () => view(run.state), {
    description: 'The whole state of the release',
  });
  update(
    run,
    'confirm',
    'Say yes to exactly one plan: { by, digest }',
    confirmSchema,
    refuseConfirm,
    confirm,
  );
  update(
    run,
    'decide',
    'Answer a gate: { by, node, decision, answers?, reason? }',
    decideSchema,
    refuseDecide,
    decide,
  );
  update(
    run,
    'resolve',
    'Repair a parked node: { by, node, action, … }',
    resolveSchema,
    refuseResolve,
    resolve,
  );
  update(run, 'pause', 'Start nothing new: { by, reason? }', orderSchema, refuseOrder.pause, pause);
  update(run, 'resume', 'Go on after a pause: { by }', orderSchema, refuseOrder.resume, resume);
  update(
    run,
    'rollback',
    'Undo all that was done: { by, reason? }',
    orderSchema,
    refuseOrder.rollback,
    rollback,
  );
  update(run, 'abort', 'Stop and leave all as it is: { by, reason? }', orderSchema, refuseOrder.abort, abort);
  signal(run, 'approve');
  signal(run, 'reject');
}

function update<Payload>(
  run: Run,
  name: string,
  description: string,
  schema: z.ZodType<Payload>,
  refuse: (run: Run, payload: Payload) => Refusal,
  accept: (run: Run, payload: Payload) => string,
): void {
  setHandler(defineUpdate<Reply, [Payload]>(name), (payload) => ({ says: accept(run, payload) }), {
    description,
    validator: (payload) => {
      const parsed = schema.safeParse(payload);
      if (!parsed.success) throw refused(problems(parsed.error));
      const refusal = refuse(run, parsed.data);
      if (refusal !== undefined) throw refused(refusal);
    },
  });
}

const refused = (why: string) => ApplicationFailure.nonRetryable(why, 'refused');
const problems = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `${path.map(String).join('.') || 'payload'}: ${message}`).join('; ');

/** For whoever has only Temporal at hand. A signal can't be answered, so a refusal is written into the audit. */
function signal(run: Run, name: 'approve' | 'reject'): void {
  setHandler(
    defineSignal<[AnswerSignal]>(name),
    (payload) => {
      const parsed = answerSignalSchema.safeParse(payload);
      const node = parsed.data?.node ?? onlyQuestion(run);
      const order =
        parsed.success && node !== undefined ? { ...parsed.data, node, decision: name } : undefined;
      const why = order === undefined ? badSignal(parsed) : refuseDecide(run, order);
      if (why === undefined && order !== undefined) return void decide(run, order);
      run.audit({
        by: parsed.data?.by ?? 'unknown',
        what: 'refused',
        node,
        says: `The signal ‘${name}’ was refused: ${why}`,
      });
    },
    {
      description: `${name === 'approve' ? 'Approve' : 'Reject'} what waits: { "by": "login", "node"?: "id", "reason"?: "…" }`,
    },
  );
}

const badSignal = (parsed: z.ZodSafeParseResult<AnswerSignal>): string =>
  parsed.success ? 'name the node: none waits, or several do.' : problems(parsed.error);

function onlyQuestion({ state }: Run): string | undefined {
  const waiting = Object.entries(state.nodes).filter(([, record]) => record.state === 'waiting');
  return waiting.length === 1 ? waiting[0]?.[0] : undefined;
}
