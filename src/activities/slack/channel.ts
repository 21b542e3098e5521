/** The id of a channel that is given by id or by name: history can be read by id alone. */
import type { WebClient } from '@slack/web-api';
import { fatal } from '../errors.ts';
import { call } from './errors.ts';

export async function channelIdOf(slack: WebClient, channel: string, signal: AbortSignal): Promise<string> {
  if (/^[CG][A-Z0-9]{7,}$/.test(channel)) return channel;
  const name = channel.replace(/^#/, '');
  let cursor: string | undefined;
  do {
    const page = { limit: 1000, ...(cursor === undefined ? {} : { cursor }) };
    const answer = await call('list the channels', signal, () =>
      slack.conversations.list({ exclude_archived: true, types: 'public_channel,private_channel', ...page }),
    );
    const found = answer.channels?.find((candidate) => candidate.name === name)?.id;
    if (found !== undefined) return found;
    cursor = answer.response_metadata?.next_cursor;
  } while (cursor);
  const remedy = 'Check the name, or invite the app to the channel; then retry.';
  throw fatal('not-found', `Slack shows this app no channel #${name}.`, remedy);
}
