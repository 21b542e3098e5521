/** The methods that read: channels, history, threads. */
import { no, ok } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Arguments } from './arguments.ts';
import { channelById } from './workspace-state.ts';
import type { Channel, Message, WorkspaceState } from './workspace-state.ts';

type Read<Args> = (state: WorkspaceState, args: Args) => Answer;

export const listConversations: Read<Arguments['conversations.list']> = (state, args) => {
  const { items, next } = page(state.channels, args);
  return ok({ channels: items.map(describe), response_metadata: { next_cursor: next } });
};

export const conversationInfo: Read<Arguments['conversations.info']> = (state, { channel: id }) => {
  const channel = channelById(state, id);
  return channel === undefined ? no('channel_not_found') : ok({ channel: describe(channel) });
};

/** Newest first; replies in threads are not part of it. */
export const conversationHistory: Read<Arguments['conversations.history']> = (state, args) => {
  const channel = channelById(state, args.channel);
  if (channel === undefined) return no('channel_not_found');
  const messages = channel.messages.filter(({ thread_ts }) => thread_ts === undefined).reverse();
  return paged(messages.filter(within(args)), channel, args, { pin_count: 0 });
};

/** The message itself, then its replies, oldest first. */
export const conversationReplies: Read<Arguments['conversations.replies']> = (state, args) => {
  const channel = channelById(state, args.channel);
  if (channel === undefined) return no('channel_not_found');
  const parent = channel.messages.find(({ ts }) => ts === args.ts);
  if (parent === undefined) return no('thread_not_found');
  const replies = channel.messages.filter(({ thread_ts }) => thread_ts === args.ts);
  return paged([parent, ...replies.filter(within(args))], channel, args, {});
};

function paged(
  messages: readonly Message[],
  channel: Channel,
  args: Arguments['conversations.history'],
  extra: Readonly<Record<string, unknown>>,
): Answer {
  const { items, next } = page(messages, args);
  return ok({
    messages: items.map((message) =>
      show(message, channel, args.include_all_metadata ? 'with metadata' : 'bare'),
    ),
    has_more: next !== '',
    ...extra,
    ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
  });
}

function within({
  oldest,
  latest,
  inclusive,
}: Arguments['conversations.history']): (message: Message) => boolean {
  const after = (ts: string) => oldest === undefined || ts > oldest || (inclusive && ts === oldest);
  const before = (ts: string) => latest === undefined || ts < latest || (inclusive && ts === latest);
  return ({ ts }) => after(ts) && before(ts);
}

function show({ metadata, ...message }: Message, channel: Channel, how: 'with metadata' | 'bare'): unknown {
  const replies = channel.messages.filter(({ thread_ts }) => thread_ts === message.ts);
  return {
    ...message,
    ...(how === 'with metadata' && metadata !== undefined ? { metadata } : {}),
    ...(replies.length === 0
      ? {}
      : { thread_ts: message.ts, reply_count: replies.length, latest_reply: replies.at(-1)?.ts }),
  };
}

function describe({ id, name }: Channel): unknown {
  return {
    id,
    name,
    name_normalized: name,
    is_channel: true,
    is_member: true,
    is_archived: false,
    is_private: false,
  };
}

/** Cursors are opaque to clients: here the offset, in base 64. */
function page<T>(
  all: readonly T[],
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): { items: T[]; next: string } {
  const from =
    cursor === undefined || cursor === ''
      ? 0
      : Number(Buffer.from(cursor, 'base64').toString().slice('next:'.length));
  const end = from + limit;
  return {
    items: all.slice(from, end),
    next: end < all.length ? Buffer.from(`next:${end}`).toString('base64') : '',
  };
}
