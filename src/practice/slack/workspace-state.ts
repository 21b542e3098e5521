/** What a practised Slack workspace holds, and how its channels and messages are found. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

export const metadataSchema = z.object({
  event_type: z.string().min(1),
  event_payload: z.record(z.string(), z.unknown()),
});

export interface Message {
  readonly type: 'message';
  readonly ts: string;
  readonly user: string;
  readonly bot_id: string;
  readonly app_id: string;
  readonly team: string;
  text: string;
  blocks?: unknown[];
  metadata?: z.output<typeof metadataSchema>;
  thread_ts?: string;
  edited?: { user: string; ts: string };
  reactions?: { name: string; users: string[]; count: number }[];
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  messages: Message[];
}

export interface WorkspaceState {
  lastTs: string;
  channels: Channel[];
}

/** Slack's ids are opaque; here they follow from the name, so that they are the same in every world. */
export const channelId = (name: string): string =>
  `C0${createHash('sha256').update(name).digest('hex').slice(0, 9).toUpperCase()}`;

export const newWorkspace = (channels: readonly string[]): WorkspaceState => ({
  lastTs: '0.000000',
  channels: channels.map((name) => ({ id: channelId(name), name, messages: [] })),
});

export const channelById = (state: WorkspaceState, id: string): Channel | undefined =>
  state.channels.find((channel) => channel.id === id);

/** `chat.postMessage` alone also takes a name, with or without `#`. */
export const channelByIdOrName = (state: WorkspaceState, given: string): Channel | undefined =>
  channelById(state, given) ?? state.channels.find(({ name }) => name === given.replace(/^#/, ''));

/** Seconds and a serial of six digits: unique and rising, as message ids must be. */
export function nextTs(state: WorkspaceState, now: number): string {
  const fresh = `${Math.floor(now / 1000)}.${String((now % 1000) * 1000).padStart(6, '0')}`;
  const [seconds = '0', serial = '0'] = state.lastTs.split('.');
  const after = `${seconds}.${String(Number(serial) + 1).padStart(6, '0')}`;
  state.lastTs = fresh > state.lastTs ? fresh : after;
  return state.lastTs;
}
