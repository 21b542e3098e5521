/** `approve` and `reject`: one gate, tripped guard or failed soak; `approve` also says yes to a plan that waits. */
import type { Command } from 'commander';
import type { Decide } from '../workflows/messages.ts';
import type { ReleaseView, WaitingView } from '../workflows/view.ts';
import { completeAnswers, collect, parseAnswers } from './answers.ts';
import type { Answers } from './answers.ts';
import { askText } from './ask.ts';
import { usage } from './cli-error.ts';
import type { Cli } from './command.ts';
import { confirmPlan } from './confirm-release.ts';
import { withTemporal } from './connect.ts';
import type { Connected } from './connect.ts';
import { findRelease } from './find-release.ts';
import { withConnection, withOutput, withReason, withSpeaker } from './options.ts';
import type { ConnectionOptions, OutputOptions, SpeakerOptions } from './options.ts';
import { pickWaiting } from './pick-waiting.ts';
import { readWhole } from './read-release.ts';
import { sendUpdate } from './send-update.ts';
import type { Terminal } from './terminal.ts';
import { waitingLines } from './views/waiting.ts';
import { wrapIndented } from './views/width.ts';
import { whoSpeaks } from './who.ts';

interface Options extends ConnectionOptions, OutputOptions, SpeakerOptions {
  readonly answer?: readonly string[];
  readonly reason?: string;
  readonly digest?: string;
}

export type Decision = Decide['decision'];

export function defineDecision(command: Command, cli: Cli, decision: Decision): void {
  command
    .argument('<release>', 'id, short id, or the beginning of an open one’s')
    .argument('[node]', 'what is answered; may be left out while only one waits');
  if (decision === 'approve') {
    command
      .option('--answer <id=value>', 'answer to a question; may be repeated', collect)
      .option('--digest <digest>', 'for a plan that waits: the digest of the plan you have read');
  }
  withConnection(withSpeaker(withOutput(withReason(command)))).action(
    async (release: string, node: string | undefined, options: Options) => {
      const by = whoSpeaks(options.as, cli.terminal.env);
      const { id, says } = await withTemporal(options, cli.terminal, async (connected) => {
        const view = await readWhole(connected, await findRelease(connected, release));
        const said = await answer(cli, connected, view, { node, by, decision, options });
        return { id: view.id, says: said };
      });
      if (options.json === true) return cli.terminal.json({ id, says });
      cli.terminal.print(says);
    },
  );
}

interface Request {
  readonly node: string | undefined;
  readonly by: string;
  readonly decision: Decision;
  readonly options: Options;
}

async function answer(
  { terminal }: Cli,
  connected: Connected,
  view: ReleaseView,
  request: Request,
): Promise<string> {
  const { node, by, decision, options } = request;
  const kinds = decision === 'approve' ? (['decision', 'confirm'] as const) : (['decision'] as const);
  const wait = await pickWaiting(terminal, view, { kinds, node, says: 'waits for an answer' });
  if (wait?.for === 'confirm') return confirm(terminal, connected, view, by, options);
  const questions = decision === 'approve' ? (wait?.ask?.questions ?? []) : [];
  const given = wait === undefined ? {} : parseAnswers(questions, options.answer ?? []);
  const answers =
    terminal.interactive && options.json !== true ? await completeAnswers(terminal, questions, given) : given;
  return sendDecision(connected, view, {
    by,
    node: wait?.node ?? node ?? '',
    decision,
    answers,
    reason: options.reason,
  });
}

export const sendDecision = (
  connected: Connected,
  { id }: ReleaseView,
  { by, node, decision, answers, reason }: Omit<Decide, 'answers'> & { readonly answers: Answers },
): Promise<string> =>
  sendUpdate(connected, id, 'decide', {
    by,
    node,
    decision,
    ...(Object.keys(answers).length === 0 ? {} : { answers }),
    ...(reason === undefined || reason === '' ? {} : { reason }),
  });

async function confirm(
  terminal: Terminal,
  connected: Connected,
  view: ReleaseView,
  by: string,
  options: Options,
): Promise<string> {
  if (options.digest !== undefined)
    return sendUpdate(connected, view.id, 'confirm', { by, digest: options.digest });
  if (!terminal.interactive || options.json === true) {
    throw usage(
      'A plan waits for a yes, and nobody is there to read it.',
      'Give --digest with the digest of the plan you have read (slipway show --plan).',
    );
  }
  const said = await confirmPlan(terminal, connected, view, by);
  return said === 'confirmed' ? 'Confirmed: the release begins.' : 'Nothing was said; the plan still waits.';
}

/** All of it asked at the terminal: for the keys of `watch`. */
export async function decideByHand(
  terminal: Terminal,
  connected: Connected,
  view: ReleaseView,
  wait: WaitingView,
  request: { readonly by: string; readonly decision: Decision },
): Promise<string> {
  const answering = { by: 'keys', as: request.by } as const;
  const columns = (terminal.stdout.columns ?? 80) - 1;
  for (const line of waitingLines({ ...view, waiting: [wait] }, Date.now(), terminal.paint, answering).slice(
    0,
    -1,
  ))
    for (const part of wrapIndented(line, columns)) terminal.print(part);
  terminal.print(`  ${terminal.paint.dim('Esc sends nothing.')}`);
  const approves = request.decision === 'approve';
  const answers = approves ? await completeAnswers(terminal, wait.ask?.questions ?? [], {}) : {};
  const reason = await askText(terminal, approves ? 'A remark (may be left out)' : 'Why?');
  return sendDecision(connected, view, { ...request, node: wait.node, answers, reason });
}
