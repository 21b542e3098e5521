/** Finds what was said of a release in a channel and in its threads. */
import { fatal } from '../errors.ts';
import { call } from './errors.ts';
import { ours } from './release-message.ts';
import type { ReleaseMessage, SlackContext } from './release-message.ts';

/** How far back a release's message is looked for. A release that takes longer begins a new one. */
const days = 14;
const pageSize = 200;
const mostPages = 25;

/** The release's messages in a channel, oldest first. */
export async function findMessages(ctx: SlackContext, channel: string): Promise<ReleaseMessage[]> {
  const oldest = (ctx.now() / 1000 - days * 86_400).toFixed(6);
  const found: ReleaseMessage[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await call(`read the history of ${channel}`, ctx.signal, () =>
      ctx.clients.slack.conversations.history({ channel, oldest, ...pageAt(cursor) }),
    );
    found.push(...ours(answer.messages, ctx.release.id));
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return found.reverse();
  }
  throw fatal(
    'unknown',
    `${channel} had more than ${pageSize * mostPages} messages in ${days} days: too many to look through.`,
  );
}

/** The release's replies in the thread of a message, oldest first. */
export async function findReplies(ctx: SlackContext, channel: string, ts: string): Promise<ReleaseMessage[]> {
  const found: ReleaseMessage[] = [];
  let cursor: string | undefined;
  do {
    const answer = await call(`read a thread in ${channel}`, ctx.signal, () =>
      ctx.clients.slack.conversations.replies({ channel, ts, ...pageAt(cursor) }),
    );
    found.push(...ours(answer.messages, ctx.release.id).filter((message) => message.ts !== ts));
    cursor = answer.response_metadata?.next_cursor;
  } while (cursor);
  return found;
}

const pageAt = (cursor: string | undefined) => ({
  limit: pageSize,
  include_all_metadata: true,
  ...(cursor === undefined ? {} : { cursor }),
});
