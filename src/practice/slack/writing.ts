/** The methods that write: post, update, react. */
import { no, ok } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Arguments } from './arguments.ts';
import { channelById, channelByIdOrName, nextTs } from './workspace-state.ts';
import type { Channel, Message, WorkspaceState } from './workspace-state.ts';

/** The one app that talks in the practised workspace. */
export const bot = {
  user: 'U0SLIPWAY',
  bot_id: 'B0SLIPWAY',
  app_id: 'A0SLIPWAY',
  team: 'T0PRACTICE',
} as const;

const longestText = 40_000;

export interface Written {
  readonly answer: Answer;
  /** For the journal, when something changed. */
  readonly effect?: { readonly name: string; readonly target: string; readonly detail: unknown };
}

type Write<Args> = (state: WorkspaceState, args: Args, now: number) => Written;

const refused = (error: string): Written => ({ answer: no(error) });

export const postMessage: Write<Arguments['chat.postMessage']> = (state, args, now) => {
  const channel = channelByIdOrName(state, args.channel);
  if (channel === undefined) return refused('channel_not_found');
  if (!args.text && !args.blocks?.length) return refused('no_text');
  if ((args.text ?? '').length > longestText) return refused('msg_too_long');
  const parent = args.thread_ts === undefined ? undefined : messageAt(channel, args.thread_ts);
  if (args.thread_ts !== undefined && parent === undefined) return refused('thread_not_found');
  const message: Message = {
    type: 'message',
    ts: nextTs(state, now),
    ...bot,
    text: args.text ?? '',
    ...(args.blocks === undefined ? {} : { blocks: args.blocks }),
    ...(args.metadata ? { metadata: args.metadata } : {}),
    ...(parent === undefined ? {} : { thread_ts: parent.thread_ts ?? parent.ts }),
  };
  channel.messages.push(message);
  return {
    answer: ok({ channel: channel.id, ts: message.ts, message: without(message) }),
    effect: { name: 'message.post', target: `#${channel.name}`, detail: message },
  };
};

/** Metadata and blocks that are not given stay as they were; empty ones take them away. */
export const updateMessage: Write<Arguments['chat.update']> = (state, args, now) => {
  const channel = channelById(state, args.channel);
  if (channel === undefined) return refused('channel_not_found');
  const message = messageAt(channel, args.ts);
  if (message === undefined) return refused('message_not_found');
  if (args.text === undefined && args.blocks === undefined) return refused('no_text');
  if ((args.text ?? '').length > longestText) return refused('msg_too_long');
  if (args.text !== undefined) message.text = args.text;
  if (args.blocks !== undefined) message.blocks = args.blocks;
  if (args.metadata === null) delete message.metadata;
  else if (args.metadata !== undefined) message.metadata = args.metadata;
  message.edited = { user: bot.user, ts: `${Math.floor(now / 1000)}.000000` };
  return {
    answer: ok({ channel: channel.id, ts: message.ts, text: message.text, message: without(message) }),
    effect: { name: 'message.update', target: `#${channel.name} ${message.ts}`, detail: { ...message } },
  };
};

export const addReaction: Write<Arguments['reactions.add']> = (state, { channel: id, timestamp, name }) => {
  const channel = channelById(state, id);
  if (channel === undefined) return refused('channel_not_found');
  const message = messageAt(channel, timestamp);
  if (message === undefined) return refused('message_not_found');
  const reactions = (message.reactions ??= []);
  if (reactions.some((reaction) => reaction.name === name)) return refused('already_reacted');
  reactions.push({ name, users: [bot.user], count: 1 });
  return {
    answer: ok(),
    effect: { name: 'reaction.add', target: `#${channel.name} ${timestamp}`, detail: { name } },
  };
};

const messageAt = (channel: Channel, ts: string): Message | undefined =>
  channel.messages.find((message) => message.ts === ts);

/** The answer to a write shows no metadata. */
function without({ metadata: _, ...message }: Message): Omit<Message, 'metadata'> {
  return message;
}
