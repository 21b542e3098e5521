/** What people can say to a release: updates with synchronous validators, and the same for a gate by signal. */
import { defineQuery, defineSignal, setHandler } from '@temporalio/workflow';
import type { z } from 'zod';
import {
  answerSignalSchema,
  confirmSchema,
  decideSchema,
  orderSchema,
  resolveSchema,
  statusQuery,
} from './messages.ts';
import { leaseSignal } from '../environment/messages.ts';
import { hearLease } from './lease.ts';
import type { AnswerSignal, Reply, UpdateName } from './messages.ts';
import { abort, confirm, decide, pause, resolve, resume, rollback } from './orders.ts';
import { refuseConfirm, refuseDecide, refuseOrder, refuseResolve } from './refusals.ts';
import type { Run } from './run.ts';
import { view } from './project.ts';
import { onUpdate, problemsOf } from './update.ts';
import type { Refusal } from './update.ts';
import { auditIsFull } from './weight.ts';
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
  setHandler(defineSignal<[unknown]>(leaseSignal), (news) => hearLease(run, news), {
    description: 'An environment tells how the request for its lease stands',
  });
  signal(run, 'approve');
  signal(run, 'reject');
}

function update<Payload>(
  run: Run,
  name: UpdateName,
  description: string,
  schema: z.ZodType<Payload>,
  refuse: (run: Run, payload: Payload) => Refusal,
  accept: (run: Run, payload: Payload) => string,
): void {
  const say = (to: Run, payload: Payload): Reply => ({ says: accept(to, payload) });
  onUpdate(run, name, { description, schema, refuse, accept: say });
}

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
      // Whoever floods it with signals must not make its record too large to be carried on.
      if (auditIsFull(run.state.audit)) return;
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
  parsed.success ? 'name the node: none waits, or several do.' : problemsOf(parsed.error);

function onlyQuestion({ state }: Run): string | undefined {
  const waiting = Object.entries(state.nodes).filter(([, record]) => record.state === 'waiting');
  return waiting.length === 1 ? waiting[0]?.[0] : undefined;
}
