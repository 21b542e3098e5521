/** The practised Slack workspace, driven by the unmodified `@slack/web-api` client. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ErrorCode, LogLevel, WebClient } from '@slack/web-api';
import type { ConversationsHistoryResponse } from '@slack/web-api';
import { channelId, createWorkspace } from '../../../src/practice/slack/index.ts';
import type { Workspace } from '../../../src/practice/slack/index.ts';
import { startPracticeSystem } from '../../support/practice-system.ts';
import type { StartedPracticeSystem } from '../../support/practice-system.ts';

const channel = channelId('releases');
const metadata = { event_type: 'slipway_release', event_payload: { key: 'k1' } };

describe('the practised Slack workspace', () => {
  let started: StartedPracticeSystem<Workspace>;
  let slack: WebClient;
  const client = (token?: string, headers: Record<string, string> = {}) =>
    new WebClient(token, {
      slackApiUrl: `${started.url}/slack/api/`,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logLevel: LogLevel.ERROR,
      headers,
    });
  beforeEach(async () => {
    started = await startPracticeSystem((world) => createWorkspace(world, { token: 'xoxb-1' }));
    slack = client('xoxb-1', { 'Idempotency-Key': 'k1' });
  });
  afterEach(() => started.stop());

  test('knows whom it talks to', async () => {
    expect(await slack.auth.test()).toMatchObject({ ok: true, team: 'Practice', user: 'slipway' });
    await expect(client('xoxb-wrong').auth.test()).rejects.toMatchObject({ data: { error: 'invalid_auth' } });
    await expect(client().auth.test()).rejects.toMatchObject({ data: { error: 'not_authed' } });
  });

  test('posts by id or by name, and journals each with its key', async () => {
    const posted = await slack.chat.postMessage({ channel: '#releases', text: 'hello', metadata });
    expect(posted).toMatchObject({ ok: true, channel, message: { text: 'hello' } });
    await slack.chat.postMessage({ channel, text: 'again' });
    expect(started.world.journal.entries()).toMatchObject([
      { effect: 'message.post', target: '#releases', key: 'k1' },
      { effect: 'message.post', target: '#releases', key: 'k1' },
    ]);
    expect(started.world.journal.duplicates()).toHaveLength(1);
  });

  test('shows history newest first, in pages, metadata only when asked', async () => {
    for (const text of ['one', 'two', 'three']) await slack.chat.postMessage({ channel, text, metadata });
    const texts: (string | undefined)[] = [];
    for await (const page of slack.paginate('conversations.history', { channel, limit: 2 })) {
      texts.push(...((page as ConversationsHistoryResponse).messages ?? []).map(({ text }) => text));
    }
    expect(texts).toEqual(['three', 'two', 'one']);
    const bare = await slack.conversations.history({ channel, limit: 1 });
    expect(bare.messages?.[0]?.metadata).toBeUndefined();
    const full = await slack.conversations.history({ channel, limit: 1, include_all_metadata: true });
    expect(full.messages?.[0]?.metadata).toEqual(metadata);
  });

  test('keeps replies in their thread', async () => {
    const { ts = '' } = await slack.chat.postMessage({ channel, text: 'root' });
    await slack.chat.postMessage({ channel, text: 'reply', thread_ts: ts });
    const history = await slack.conversations.history({ channel });
    expect(history.messages).toMatchObject([{ text: 'root', reply_count: 1 }]);
    const thread = await slack.conversations.replies({ channel, ts });
    expect(thread.messages).toMatchObject([{ text: 'root' }, { text: 'reply', thread_ts: ts }]);
  });

  test('edits a message in place and keeps its metadata unless new is given', async () => {
    const { ts = '' } = await slack.chat.postMessage({ channel, text: 'first', metadata });
    await slack.chat.update({ channel, ts, text: 'second' });
    expect(started.system.messages('releases')).toMatchObject([{ ts, text: 'second', metadata, edited: {} }]);
  });

  test('finds a message by its window', async () => {
    const { ts = '' } = await slack.chat.postMessage({ channel, text: 'first' });
    await slack.chat.postMessage({ channel, text: 'second' });
    const only = await slack.conversations.history({ channel, oldest: ts, latest: ts, inclusive: true });
    expect(only.messages).toMatchObject([{ text: 'first' }]);
    const after = await slack.conversations.history({ channel, oldest: ts });
    expect(after.messages).toMatchObject([{ text: 'second' }]);
  });

  test('takes a reaction once', async () => {
    const { ts = '' } = await slack.chat.postMessage({ channel, text: 'first' });
    await slack.reactions.add({ channel, timestamp: ts, name: 'rocket' });
    await expect(slack.reactions.add({ channel, timestamp: ts, name: 'rocket' })).rejects.toMatchObject({
      data: { error: 'already_reacted' },
    });
  });

  test('lists and describes its channels', async () => {
    expect((await slack.conversations.list()).channels).toMatchObject([{ id: channel, name: 'releases' }]);
    expect((await slack.conversations.info({ channel })).channel).toMatchObject({ name: 'releases' });
  });

  test.each([
    ['a channel that is not there', { channel: 'C0NONE', text: 'x' }, 'channel_not_found'],
    ['nothing to say', { channel, text: '' }, 'no_text'],
    ['too much to say', { channel, text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['a thread that is not there', { channel, text: 'x', thread_ts: '1.000000' }, 'thread_not_found'],
  ])('refuses %s', async (_, message, error) => {
    await expect(slack.chat.postMessage(message)).rejects.toMatchObject({
      code: ErrorCode.PlatformError,
      data: { error },
    });
  });

  test('refuses what it does not know, and arguments that are not right', async () => {
    await expect(slack.apiCall('dance.now')).rejects.toMatchObject({ data: { error: 'unknown_method' } });
    await expect(slack.apiCall('chat.update', { channel, ts: 'soon' })).rejects.toMatchObject({
      data: { error: 'invalid_arguments' },
    });
  });

  test('limits rates by 429 and Retry-After', async () => {
    started.world.faults.add({ kind: { type: 'rate-limit', retryAfterSeconds: 9 } });
    await expect(slack.auth.test()).rejects.toMatchObject({
      code: ErrorCode.RateLimitedError,
      retryAfter: 9,
    });
  });

  test('has a page of a channel on which nothing that was said is markup', async () => {
    await slack.chat.postMessage({ channel, text: '<script>alert(1)</script>' });
    const html = await (await fetch(`${started.url}/slack/channels/releases`)).text();
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script>');
  });

  test('leaves no trace in the snapshot', async () => {
    await slack.chat.postMessage({ channel, text: 'said' });
    expect(started.system.snapshot()).toEqual({});
  });
});
