/** How `--yes` answers: gates are approved by whoever may; what the evidence speaks against is rejected; what broke is retried. */
import type { Ask, Question } from '../runbook/plan.ts';
import type { Decide, Resolve } from '../workflows/messages.ts';
import type { ReleaseView, WaitingView } from '../workflows/view.ts';

export type AnswerTo =
  | { readonly update: 'decide'; readonly payload: Decide }
  | { readonly update: 'resolve'; readonly payload: Resolve };

/** So often a parked step is tried again. */
const mostRetries = 3;

/** The next thing to say, if something waits for people. */
export function answerTo(
  { waiting, nodes, startedBy }: ReleaseView,
  retried: ReadonlyMap<string, number>,
): AnswerTo | undefined {
  for (const one of waiting) {
    const type = nodes.find(({ id }) => id === one.node)?.type;
    if (one.for === 'decision' && one.ask !== undefined) {
      const by = someone(one.ask, startedBy, one);
      if (by === undefined) continue;
      return {
        update: 'decide',
        payload: decision(one.node, one.ask, { by, judged: type === 'gate' ? 'good' : 'bad' }),
      };
    }
    if (one.for === 'repair' || one.for === 'undo-repair') {
      const tries = retried.get(one.node) ?? 0;
      return { update: 'resolve', payload: repair(one, tries) };
    }
  }
  return undefined;
}

/** A person who may answer and has not yet. */
function someone(
  { approvers, notStarter }: Ask,
  startedBy: string,
  { approvals = [] }: WaitingView,
): string | undefined {
  const answered = new Set(approvals.map(({ by }) => by));
  return approvers.people.find((login) => !answered.has(login) && !(notStarter && login === startedBy));
}

/** A gate is what the runbook wants said yes to; a tripped guard has found something that nobody here can explain. */
function decision(
  node: string,
  { questions }: Ask,
  { by, judged }: { by: string; judged: 'good' | 'bad' },
): Decide {
  if (judged === 'bad') return { by, node, decision: 'reject', reason: 'Nobody can explain it.' };
  const answers = Object.fromEntries(
    questions.filter(({ required }) => required).map((one) => [one.id, answer(one)]),
  );
  return { by, node, decision: 'approve', answers };
}

function answer(question: Question): string | number | boolean {
  switch (question.type) {
    case 'text':
      return 'Tried in the practice world.';
    case 'number':
      return 0;
    case 'boolean':
      return true;
    case 'choice':
      return question.choices[0] ?? '';
  }
}

function repair({ node, for: what }: WaitingView, tries: number): Resolve {
  const by = 'maria';
  if (tries < mostRetries) return { by, node, action: 'retry' };
  return what === 'repair'
    ? { by, node, action: 'rollback', reason: 'It does not heal.' }
    : { by, node, action: 'skip', reason: 'It does not heal.' };
}
