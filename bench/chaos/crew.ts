/** Says to a release what people would: confirms its plan, answers its gates; again while nobody is there to hear it. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { answerTo } from '../../src/demo/answers.ts';
import type { Confirm, Decide, Reply, Resolve, UpdateName } from '../../src/workflows/messages.ts';
import type { ReleaseView } from '../../src/workflows/view.ts';
import type { Voyage } from './subject.ts';

export type Spoken =
  | { readonly update: 'confirm'; readonly payload: Confirm }
  | { readonly update: 'decide'; readonly payload: Decide }
  | { readonly update: 'resolve'; readonly payload: Resolve };

/** Or the environment is to be handed over to it. */
export type Saying = Spoken | { readonly update: 'hand-over'; readonly payload: { readonly node: 'lease' } };

export const handOver: Saying = { update: 'hand-over', payload: { node: 'lease' } };

/** What a release wants to hear now, if anything. */
export function sayingFor(
  view: ReleaseView,
  { reject, rival }: Voyage,
  retried: ReadonlyMap<string, number>,
): Saying | undefined {
  if (view.phase === 'queued' && rival !== undefined) return handOver;
  if (view.phase === 'confirming' && view.digest !== undefined)
    return { update: 'confirm', payload: { by: view.startedBy, digest: view.digest } };
  const answer = answerTo(view, retried);
  if (answer?.update !== 'decide') return answer;
  const { by, node } = answer.payload;
  // What could not be seen is looked at again: the world is back by then.
  if (isDoubted(view, node)) return { update: 'decide', payload: { by, node, decision: 'approve' } };
  if (node !== reject) return answer;
  return {
    update: 'decide',
    payload: { by, node, decision: 'reject', reason: 'It is to be turned back here.' },
  };
}

/** A soak or a guard that asks because it saw too little, not because it saw something bad. */
const isDoubted = ({ audit }: ReleaseView, node: string): boolean =>
  audit.findLast((entry) => entry.node === node && /^(tripped|inconclusive)$/.test(entry.what))?.what ===
  'inconclusive';

/** `once`: as a careful client does, under one id. `twice`: under two ids, and each sent again; signals come along. */
export type Delivery = 'once' | 'twice';

/** A release is called stuck, by whoever watches it, after as long. */
const giveUpMs = 120_000;

/** Resolves when the release has heard it; with why, if it was refused. */
export async function say(
  client: Client,
  handle: WorkflowHandle,
  saying: Spoken,
  delivery: Delivery,
): Promise<string | undefined> {
  if (delivery === 'once') return send(client, handle, saying.update, saying.payload, randomUUID());
  const [one, other] = [randomUUID(), randomUUID()];
  const refusals = await Promise.all([
    send(client, handle, saying.update, saying.payload, one),
    send(client, handle, saying.update, saying.payload, one),
    send(client, handle, saying.update, saying.payload, other),
    ...signals(handle, saying),
  ]);
  await send(client, handle, saying.update, saying.payload, one);
  await Promise.all(signals(handle, saying));
  return refusals[0];
}

function signals(handle: WorkflowHandle, saying: Spoken): Promise<undefined>[] {
  if (saying.update !== 'decide') return [];
  const { by, node, answers, decision } = saying.payload;
  const payload = { by, node, ...(answers === undefined ? {} : { answers }) };
  // The release may have ended meanwhile: then there is nobody to tell.
  return [1, 2].map(() =>
    handle.signal(decision, payload).then(
      () => undefined,
      () => undefined,
    ),
  );
}

async function send(
  client: Client,
  handle: WorkflowHandle,
  name: UpdateName,
  payload: Spoken['payload'],
  updateId: string,
): Promise<string | undefined> {
  for (const until = Date.now() + giveUpMs; ; await wait(100)) {
    try {
      await client.connection.withDeadline(Date.now() + 10_000, () =>
        handle.executeUpdate<Reply, [typeof payload]>(name, { updateId, args: [payload] }),
      );
      return undefined;
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError) return error.cause?.message ?? error.message;
      if (isOver(error)) return 'the release has ended';
      if (Date.now() > until) throw error;
    }
  }
}

/** Sent once more to a release that ended with the first. */
export const isOver = (error: unknown): boolean =>
  error instanceof Error && /already completed|not found/i.test(`${error.message} ${String(error.cause)}`);
