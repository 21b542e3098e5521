/** Asks people: quorum, deadline, reminders that escalate. Gates, tripped guards and failed soaks use it. */
import { condition } from '@temporalio/workflow';
import { toMs } from '../runbook/plan.ts';
import type { Ask } from '../runbook/plan.ts';
import { remind } from './activity-options.ts';
import { commandsFor } from './commands.ts';
import { park } from './park.ts';
import { now } from './now.ts';
import type { Run } from './run.ts';
import type { AskRecord } from './state.ts';
import type { Approval } from './view.ts';

export interface Answer {
  readonly decision: 'approve' | 'reject';
  readonly approvals: readonly Approval[];
  readonly rejection?: Approval | undefined;
}

/** What a gate does about a question that is parked because nobody answered in time. */
export interface WhileParked {
  /** Before it waits for a repair. */
  before(): Promise<void>;
  /** Before it goes on. */
  after(): Promise<void>;
}

export async function ask(
  run: Run,
  id: string,
  title: string,
  question: Ask,
  parked?: WhileParked,
): Promise<Answer> {
  const record = run.record(id);
  // Where the release has continued as new, the question stands, with the approvals so far, or is parked.
  let { state } = record;
  for (;;) {
    if (state !== 'parked') {
      const asked = state === 'waiting' && record.asked !== undefined ? record.asked : open(question);
      record.asked = asked;
      run.enter(id, 'waiting');
      const decision = await decided(run, id, title, asked);
      if (decision !== 'late') {
        return { decision, approvals: asked.approvals, rejection: asked.rejection };
      }
      const then = question.deadline?.then ?? 'park';
      const says = `Nobody decided ‘${title}’ within ${question.deadline?.after ?? 'its time'}`;
      run.audit({ by: 'slipway', what: 'deadline', node: id, says });
      if (then !== 'park') return { decision: then, approvals: asked.approvals, rejection: asked.rejection };
      record.asked = undefined;
      record.error = { code: 'timed-out', message: `${says}.`, remedy: 'Retry to ask again, or roll back.' };
    }
    state = 'pending';
    if (parked !== undefined && record.state !== 'parked') await parked.before();
    const repair = await park(run, id, title);
    await parked?.after();
    record.error = undefined;
    if (repair.action === 'skip')
      return { decision: 'approve', approvals: [{ by: repair.by, at: now(), reason: repair.reason }] };
  }
}

function open(question: Ask): AskRecord {
  const since = now();
  const deadlineAt =
    question.deadline === undefined
      ? undefined
      : new Date(Date.parse(since) + toMs(question.deadline.after)).toISOString();
  return { ask: question, since, deadlineAt, approvals: [] };
}

const decisionOf = (asked: AskRecord): Answer['decision'] | undefined => {
  if (asked.rejection !== undefined) return 'reject';
  return asked.approvals.length >= asked.ask.quorum ? 'approve' : undefined;
};

async function decided(
  run: Run,
  id: string,
  title: string,
  asked: AskRecord,
): Promise<Answer['decision'] | 'late'> {
  const since = Date.parse(asked.since);
  const reminders = [...asked.ask.reminders].sort((a, b) => toMs(a.after) - toMs(b.after));
  for (const { after, to } of reminders.slice(asked.reminded ?? 0)) {
    const due = since + toMs(after);
    if (asked.deadlineAt !== undefined && due >= Date.parse(asked.deadlineAt)) break;
    if (await decidedBy(asked, due, `Remind ${to.roles.join(', ') || to.people.join(', ')}`))
      return decisionOf(asked) ?? 'late';
    asked.reminded = (asked.reminded ?? 0) + 1;
    run.audit({
      by: 'slipway',
      what: 'reminded',
      node: id,
      says: `Reminded ${to.people.join(', ')} of ‘${title}’`,
    });
    // Not awaited before the answer: a slow chat must not delay a decision.
    const reminder = `reminder ${asked.reminded} of ${id}`;
    run.underWay.add(reminder);
    void remind({
      release: run.state.release,
      node: id,
      title,
      ask: asked.ask,
      people: to.people,
      command: commandsFor(run.state.release, id, 'decision')[0] ?? '',
    })
      .catch(() =>
        run.audit({
          by: 'slipway',
          what: 'reminder-failed',
          node: id,
          says: 'The reminder could not be sent',
        }),
      )
      .finally(() => run.underWay.delete(reminder));
  }
  if (asked.deadlineAt === undefined) {
    await condition(() => decisionOf(asked) !== undefined);
    return decisionOf(asked) ?? 'late';
  }
  const inTime = await decidedBy(asked, Date.parse(asked.deadlineAt), 'Deadline of the gate');
  return inTime ? (decisionOf(asked) ?? 'late') : 'late';
}

/** Waits until it is decided or `due` (milliseconds since the epoch) has come. */
async function decidedBy(asked: AskRecord, due: number, summary: string): Promise<boolean> {
  const left = due - Date.now();
  if (left <= 0) return decisionOf(asked) !== undefined;
  return condition(() => decisionOf(asked) !== undefined, left, { summary });
}
