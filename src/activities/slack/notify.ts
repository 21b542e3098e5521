/**
 * `slack.notify`: one message a release and channel, edited in place as the release goes on, with events in its thread.
 * Undo can't unsay: it marks what was said as rolled back, and says so once in the thread.
 */
import { z } from 'zod';
import type { ReleaseRef } from '../contract.ts';
import { absent, done } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { channelIdOf } from './channel.ts';
import { findMessages, findReplies } from './find-messages.ts';
import { edit, hasKey, post } from './release-message.ts';
import type { ReleaseMessage, SlackContext } from './release-message.ts';

const input = z.strictObject({
  channel: z
    .string()
    .regex(
      /^(#?[^\s#@A-Z]{1,80}|[CG][A-Z0-9]{7,})$/,
      'must be a channel’s name (#releases) or id (C0123456789)',
    )
    .describe('The channel, by name (`#releases`) or id; the app must be a member of it'),
  text: z.string().min(1).max(4000).describe('What to say, in Slack’s mrkdwn'),
  thread: z
    .boolean()
    .default(false)
    .describe(
      'false: in the release’s one message, in place of what that said before; true: as a reply in its thread',
    ),
});

const output = z.strictObject({
  channel: z.string().describe('The channel’s id'),
  ts: z.string().describe('The message’s id'),
});

const rolledBack = 'Rolled back: ';
const noteKey = 'rolled-back';

export const notify = defineStep({
  kind: 'slack.notify',
  summary:
    'Say something about the release in a Slack channel: one message a release, its events in the thread.',
  input,
  output,
  needs: ['slack'],
  title: ({ channel, text, thread }) =>
    `Tell ${channel}${thread ? ', in the thread' : ''}: ${firstLine(text)}`,

  async observe({ channel: given, thread }, ctx) {
    const channel = await channelIdOf(ctx.clients.slack, given, ctx.signal);
    const said = await find(ctx, channel, thread ? 'reply' : 'message');
    return said === undefined ? absent({ channel }) : done({ channel, ts: said.message.ts });
  },

  async act({ text, thread }, ctx, { channel }) {
    const root = (await findMessages(ctx, channel)).find(({ state }) => state === 'open');
    if (thread) {
      const opening = { text: headline(ctx.release), keys: [`${ctx.key}-root`] };
      const parent = root?.ts ?? (await post(ctx, channel, opening));
      return done({ channel, ts: await post(ctx, channel, { text, keys: [ctx.key], parent }) });
    }
    if (root === undefined) return done({ channel, ts: await post(ctx, channel, { text, keys: [ctx.key] }) });
    await edit(ctx, channel, { ...root, text, keys: [...root.keys, ctx.key] });
    return done({ channel, ts: root.ts });
  },

  undoTitle: ({ input: { channel } }) => `Mark what was said in ${channel} as rolled back`,

  async undo({ input: { thread }, before: { channel } }, ctx) {
    const said = await find(ctx, channel, thread ? 'reply' : 'message');
    if (said === undefined)
      return 'Nothing to correct: it was never said, or is marked as rolled back already.';
    const { message, parent } = said;
    await noteOnce(ctx, channel, parent);
    // The key goes last: as long as it is there, a repeated undo knows that it isn't through.
    await edit(ctx, channel, {
      ts: message.ts,
      text: message.text.startsWith(rolledBack) ? message.text : `${rolledBack}${message.text}`,
      keys: [...message.keys.filter((key) => key !== ctx.key), `${ctx.key}-undone`],
      state: 'closed',
    });
    return 'Marked what was said as rolled back.';
  },
});

/** What this step said, with the message whose thread it belongs to. */
async function find(
  ctx: SlackContext,
  channel: string,
  where: 'message' | 'reply',
): Promise<{ message: ReleaseMessage; parent: string } | undefined> {
  const roots = await findMessages(ctx, channel);
  if (where === 'message') {
    const message = roots.find(hasKey(ctx.key));
    return message && { message, parent: message.ts };
  }
  for (const { ts: parent } of roots) {
    const message = (await findReplies(ctx, channel, parent)).find(hasKey(ctx.key));
    if (message !== undefined) return { message, parent };
  }
  return undefined;
}

/** However many of a release's messages are undone, its thread is told once. */
async function noteOnce(ctx: SlackContext, channel: string, parent: string): Promise<void> {
  if ((await findReplies(ctx, channel, parent)).some(hasKey(noteKey))) return;
  const text = `${headline(ctx.release)} was rolled back.`;
  await post(ctx, channel, { text, keys: [noteKey, `${ctx.key}-note`], parent });
}

const headline = ({ runbook, version, environment }: ReleaseRef): string =>
  `${runbook} ${version} to ${environment}`;
const firstLine = (text: string): string => text.split('\n')[0] ?? '';
