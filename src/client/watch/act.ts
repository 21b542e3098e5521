/** Does what a key of `watch` asks for, with the questions that it takes. Resolves with what to tell. */
import type { ReleaseView, WaitingView } from '../../workflows/view.ts';
import { askText, askYesNo, Cancelled } from '../ask.ts';
import { CliError } from '../cli-error.ts';
import { confirmPlan } from '../confirm-release.ts';
import type { Connected } from '../connect.ts';
import { decideByHand } from '../decide.ts';
import { pickWaiting } from '../pick-waiting.ts';
import { sendUpdate } from '../send-update.ts';
import type { Terminal } from '../terminal.ts';
import { undoLines } from '../views/undo.ts';
import type { Action } from './keys.ts';

export interface Actor {
  readonly terminal: Terminal;
  readonly connected: Connected;
  readonly by: string;
}

/** A refusal is told like an answer: the release goes on, and so does the watching. */
export async function act(actor: Actor, view: ReleaseView, action: Exclude<Action, 'quit'>): Promise<string> {
  try {
    return await perform(actor, view, action);
  } catch (error) {
    if (error instanceof Cancelled) return 'Nothing was sent.';
    if (error instanceof CliError) return [error.message, error.remedy].filter(Boolean).join(' ');
    throw error;
  }
}

async function perform(actor: Actor, view: ReleaseView, action: Exclude<Action, 'quit'>): Promise<string> {
  const { terminal, connected, by } = actor;
  switch (action) {
    case 'approve':
    case 'reject': {
      const kinds = action === 'approve' ? (['decision', 'confirm'] as const) : (['decision'] as const);
      const wait = await pick(actor, view, kinds);
      if (wait.for !== 'confirm')
        return decideByHand(terminal, connected, view, wait, { by, decision: action });
      const said = await confirmPlan(terminal, connected, view, by);
      return said === 'confirmed' ? 'Confirmed.' : 'Nothing was sent; the plan still waits.';
    }
    case 'retry':
    case 'skip': {
      const { node } = await pick(actor, view, ['repair', 'undo-repair']);
      const reason = action === 'skip' ? await askText(terminal, `Skip ‘${node}’: why?`) : '';
      return sendUpdate(connected, view.id, 'resolve', { by, node, action, ...because(reason) });
    }
    case 'resume':
      return sendUpdate(connected, view.id, 'resume', { by });
    case 'pause':
      return sendUpdate(connected, view.id, 'pause', {
        by,
        ...because(await askText(terminal, 'Pause: why?')),
      });
    case 'rollback':
      terminal.print('A rollback will now');
      for (const line of undoLines(view.undo, terminal.paint)) terminal.print(`  ${line}`);
      return grave(actor, view, 'rollback', 'Roll it back?');
    case 'abort':
      return grave(actor, view, 'abort', 'Abort, and leave all as it is?');
  }
}

async function grave(
  { terminal, connected, by }: Actor,
  { id }: ReleaseView,
  action: 'rollback' | 'abort',
  question: string,
): Promise<string> {
  if (!(await askYesNo(terminal, question))) return 'Nothing was sent.';
  return sendUpdate(connected, id, action, { by, ...because(await askText(terminal, 'Why?')) });
}

async function pick(
  { terminal }: Actor,
  view: ReleaseView,
  kinds: readonly WaitingView['for'][],
): Promise<WaitingView> {
  const wait = await pickWaiting(terminal, view, { kinds, node: undefined, says: 'waits' });
  if (wait === undefined) throw new Cancelled();
  return wait;
}

const because = (reason: string): { readonly reason?: string } => (reason === '' ? {} : { reason });
