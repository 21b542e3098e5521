/** One release of the demonstration, from its start to its end, with a person at the terminal or without. */
import { setTimeout as wait } from 'node:timers/promises';
import { CliError } from '../client/cli-error.ts';
import { confirmPlan, untilPlanned } from '../client/confirm-release.ts';
import type { Connected } from '../client/connect.ts';
import { readWhole } from '../client/read-release.ts';
import { sendUpdate } from '../client/send-update.ts';
import { showPlan } from '../client/show-plan.ts';
import { startRelease } from '../client/start-release.ts';
import type { Terminal } from '../client/terminal.ts';
import { changeLine, changesBetween } from '../client/views/changes.ts';
import { follow } from '../client/watch/follow.ts';
import { watchRelease } from '../client/watch/watch-release.ts';
import type { StartRelease } from '../workflows/messages.ts';
import type { ReleaseResult, ReleaseView } from '../workflows/view.ts';
import { answerTo } from './answers.ts';
import { secondApprovals } from './colleague.ts';
import { Left } from './left.ts';

/** `demo`: it answers by itself; otherwise the login as which the person at the terminal answers. */
export type Answering = { readonly by: 'demo' } | { readonly by: 'person'; readonly login: string };

export interface Ended {
  readonly view: ReleaseView;
  readonly result: ReleaseResult;
}

export async function runRelease(
  terminal: Terminal,
  connected: Connected,
  start: Omit<StartRelease, 'confirm'>,
  answering: Answering,
): Promise<Ended> {
  const confirm = answering.by === 'demo' ? 'none' : 'ask';
  const id = await startRelease(connected, { ...start, confirm }, 'again');
  const planned = await untilPlanned(connected, id);
  if (answering.by === 'demo') {
    if (planned.plan !== undefined) showPlan(terminal, planned.plan);
    await answerAll(terminal, connected, id);
  } else {
    await letPersonAnswer(terminal, connected, planned, answering.login);
  }
  const handle = connected.client.workflow.getHandle<() => Promise<ReleaseResult>>(id);
  return { result: await handle.result(), view: await readAtTheEnd(connected, id) };
}

/** Milliseconds. */
const patience = { most: 60_000, between: 1000 } as const;

/** The worker has to play a closed release again to tell of it, which takes its time on a machine that has much to do. */
async function readAtTheEnd(connected: Connected, id: string): Promise<ReleaseView> {
  for (const until = Date.now() + patience.most; ; await wait(patience.between)) {
    try {
      return await readWhole(connected, id);
    } catch (error) {
      if (!(error instanceof CliError) || Date.now() > until) throw error;
    }
  }
}

async function letPersonAnswer(
  terminal: Terminal,
  connected: Connected,
  planned: ReleaseView,
  login: string,
): Promise<void> {
  const { id, phase } = planned;
  if (phase === 'confirming' && (await confirmPlan(terminal, connected, planned, login)) === 'declined') {
    await sendUpdate(connected, id, 'abort', { by: login, reason: 'the plan was declined' });
    return;
  }
  const over = new AbortController();
  const colleague = secondApprovals(connected, id, over.signal);
  await watchRelease(terminal, connected, id, login, {});
  over.abort();
  await colleague;
  if ((await readWhole(connected, id)).phase !== 'closed') throw new Left();
}

/** Tells what happens, a line a change, and answers what waits. */
async function answerAll(terminal: Terminal, connected: Connected, id: string): Promise<void> {
  let last: ReleaseView | undefined;
  const retried = new Map<string, number>();
  for await (const seen of follow(connected, id, new AbortController().signal)) {
    if (!('view' in seen)) continue;
    const now = Date.now();
    for (const change of changesBetween(last, seen.view, now)) terminal.print(changeLine(change, now));
    last = seen.view;
    const answer = answerTo(seen.view, retried);
    if (answer === undefined) continue;
    const { node } = answer.payload;
    if (answer.update === 'resolve') retried.set(node, (retried.get(node) ?? 0) + 1);
    const says =
      answer.update === 'decide'
        ? await sendUpdate(connected, id, 'decide', answer.payload)
        : await sendUpdate(connected, id, 'resolve', answer.payload);
    terminal.print(`           ${answer.payload.by} answers: ${says}`);
  }
}
