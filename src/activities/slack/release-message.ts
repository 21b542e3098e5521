/**
 * A message of a release. Its metadata (invisible to people) says which release it belongs to and which steps' keys it
 * answers for: so it is found again after a lost reply, by whichever worker looks.
 */
import { z } from 'zod';
import type { StepContext } from '../contract.ts';
import { shaped } from '../shaped.ts';
import { call } from './errors.ts';

const eventType = 'slipway_release';

const payloadSchema = z.object({
  release: z.string(),
  /** Idempotency keys of what this message tells, the newest last. Slack takes no list of texts, so one text holds them. */
  keys: z.string().transform((keys) => keys.split(' ')),
  /** `closed`: told that it was rolled back; the release's next message is a new one. */
  state: z.enum(['open', 'closed']),
});

const metadataSchema = z.object({ event_type: z.literal(eventType), event_payload: payloadSchema });
const messagesSchema = z.array(
  z.object({ ts: z.string(), text: z.string().default(''), metadata: z.unknown() }),
);

export interface Payload {
  readonly keys: readonly string[];
  readonly state: 'open' | 'closed';
}

export interface ReleaseMessage extends Payload {
  readonly ts: string;
  readonly text: string;
}

export type SlackContext = StepContext<'slack'>;

/** Slack keeps 8 kB of metadata a message: that many keys fit with room to spare. */
const keptKeys = 60;

const metadataOf = (ctx: SlackContext, { keys, state }: Payload) => ({
  event_type: eventType,
  event_payload: { release: ctx.release.id, keys: keys.slice(-keptKeys).join(' '), state },
});

/** Those of a page of messages that are this release's. */
export function ours(page: unknown, release: string): ReleaseMessage[] {
  return shaped('Slack was asked for a channel’s messages', messagesSchema, page ?? []).flatMap(
    ({ ts, text, metadata }) => {
      const payload = metadataSchema.safeParse(metadata).data?.event_payload;
      return payload?.release === release ? [{ ts, text, keys: payload.keys, state: payload.state }] : [];
    },
  );
}

export const hasKey =
  (key: string) =>
  ({ keys }: ReleaseMessage): boolean =>
    keys.includes(key);

/** Posts to the channel, or to the thread of `parent`; gives the message's id. */
export async function post(
  ctx: SlackContext,
  channel: string,
  {
    text,
    keys,
    parent,
  }: { readonly text: string; readonly keys: readonly string[]; readonly parent?: string },
): Promise<string> {
  const metadata = metadataOf(ctx, { keys, state: 'open' });
  const thread = parent === undefined ? {} : { thread_ts: parent };
  const answer = await call(`post to ${channel}`, ctx.signal, () =>
    ctx.clients.slack.chat.postMessage({ channel, text, metadata, ...thread }),
  );
  return shaped(`Slack was asked to post to ${channel}`, z.string(), answer.ts);
}

export async function edit(
  ctx: SlackContext,
  channel: string,
  { ts, text, ...payload }: ReleaseMessage,
): Promise<void> {
  const metadata = metadataOf(ctx, payload);
  await call(`edit a message in ${channel}`, ctx.signal, () =>
    ctx.clients.slack.chat.update({ channel, ts, text, metadata }),
  );
}
