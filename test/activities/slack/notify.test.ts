/** `slack.notify` against the practised workspace. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { EffectStep } from '../../../src/activities/contract.ts';
import { notify } from '../../../src/activities/slack/index.ts';
import { channelId, createWorkspace } from '../../../src/practice/slack/index.ts';
import type { Workspace } from '../../../src/practice/slack/index.ts';
import { startPracticeSystem } from '../../support/practice-system.ts';
import type { StartedPracticeSystem } from '../../support/practice-system.ts';
import { stepContext } from '../../support/step-context.ts';
import type { TestContextOptions } from '../../support/step-context.ts';

const before = { channel: channelId('releases') };

describe('slack.notify', () => {
  const step = notify.definition as EffectStep;
  let started: StartedPracticeSystem<Workspace>;
  const context = (options: TestContextOptions = {}) =>
    stepContext({
      ...options,
      systems: {
        slack: { type: 'slack', url: `${started.url}/slack/api/`, token: { env: 'TEST_SLACK_TOKEN' } },
      },
    });
  const input = (text: string, thread = false) => step.input.parse({ channel: '#releases', text, thread });
  const say = (key: string, text: string, thread = false) =>
    step.act(input(text, thread), context({ key }), before);
  const look = (key: string, text: string, thread = false) =>
    step.observe(input(text, thread), context({ key }));
  const undo = (key: string, text: string, thread = false) =>
    step.undo?.({ input: input(text, thread), before }, context({ key }));
  const texts = () => started.system.messages('releases').map(({ text }) => text);

  beforeEach(async () => {
    process.env['TEST_SLACK_TOKEN'] = 'xoxb-practice';
    started = await startPracticeSystem(createWorkspace);
  });
  afterEach(() => started.stop());

  test('says one message a release and edits it in place', async () => {
    await say('k1', 'deploying');
    await say('k2', 'deployed');
    expect(texts()).toEqual(['deployed']);
    expect(started.system.messages('releases')[0]?.metadata).toMatchObject({
      event_type: 'slipway_release',
      event_payload: { release: 'release/balrog/stage/3.111', keys: 'k1 k2' },
    });
    await step.act(input('another'), context({ key: 'k3', version: '3.112' }), before);
    expect(texts()).toEqual(['deployed', 'another']);
  });

  test('tells events in the thread of the message, which it opens if there is none', async () => {
    await say('k1', 'canary is up', true);
    await say('k2', 'promoted', true);
    const [root, ...replies] = started.system.messages('releases');
    expect(root).toMatchObject({ text: 'balrog 3.111 to stage' });
    expect(replies).toMatchObject([
      { text: 'canary is up', thread_ts: root?.ts },
      { text: 'promoted', thread_ts: root?.ts },
    ]);
    await say('k3', 'deployed');
    expect(texts()[0]).toBe('deployed');
  });

  test.each([
    ['message', false],
    ['reply', true],
  ])('knows its own %s again after the reply to its request was lost', async (_, thread) => {
    await say('k0', 'begun');
    expect(await look('k1', 'hello', thread)).toEqual({ state: 'absent', before });
    started.world.faults.add({ path: 'chat', kind: { type: 'drop-reply' } });
    await expect(say('k1', 'hello', thread)).rejects.toMatchObject({
      type: 'unavailable',
      nonRetryable: false,
    });
    expect(await look('k1', 'hello', thread)).toMatchObject({
      state: 'done',
      output: { channel: before.channel },
    });
    expect(await look('k2', 'hello', thread)).toMatchObject({ state: 'absent' });
  });

  test('still knows what it said when a later notice has edited the message', async () => {
    const said = await say('k1', 'deploying');
    await say('k2', 'deployed');
    expect(await look('k1', 'deploying')).toEqual(said);
  });

  test('sends its key with every request that writes, and no key twice for the same thing', async () => {
    await say('k1', 'event', true);
    await say('k2', 'deployed');
    expect(started.world.journal.entries().map(({ effect, key }) => [effect, key])).toEqual([
      ['message.post', 'k1-root'],
      ['message.post', 'k1'],
      ['message.update', 'k2'],
    ]);
    expect(started.world.journal.duplicates()).toEqual([]);
  });

  test('undo marks what was said, tells the thread once, and is harmless when repeated', async () => {
    await say('k1', 'deploying');
    await say('k2', 'event', true);
    await undo('k2', 'event', true);
    await undo('k1', 'deploying');
    await undo('k1', 'deploying');
    expect(texts()).toEqual([
      'Rolled back: deploying',
      'Rolled back: event',
      'balrog 3.111 to stage was rolled back.',
    ]);
    expect(await look('k1', 'deploying')).toMatchObject({ state: 'absent' });
    expect(await look('k2', 'event', true)).toMatchObject({ state: 'absent' });
    expect(started.world.journal.duplicates()).toEqual([]);
  });

  test('begins a new message when the last one was rolled back', async () => {
    await say('k1', 'deploying');
    await undo('k1', 'deploying');
    await say('k2', 'deploying again');
    expect(texts().filter((text) => !text.includes('was rolled back'))).toEqual([
      'Rolled back: deploying',
      'deploying again',
    ]);
  });

  test('undo of what was never said says nothing', async () => {
    expect(await undo('k1', 'hello')).toMatch(/^Nothing to correct/);
    expect(texts()).toEqual([]);
  });

  test('finds its message among many others', async () => {
    const said = await say('k1', 'ours');
    for (let i = 0; i < 3; i += 1)
      await step.act(input(`other ${i}`), context({ key: `o${i}`, version: `4.${i}` }), before);
    expect(await look('k1', 'ours')).toEqual(said);
  });

  test('parks on what no retry heals, and waits as long as Slack says', async () => {
    const elsewhere = step.input.parse({ channel: '#elsewhere', text: 'x' });
    await expect(step.observe(elsewhere, context())).rejects.toMatchObject({
      type: 'not-found',
      nonRetryable: true,
    });
    started.world.faults.add({ kind: { type: 'rate-limit', retryAfterSeconds: 12 } });
    await expect(look('k1', 'x')).rejects.toMatchObject({ type: 'rate-limited', nextRetryDelay: 12_000 });
    started.world.faults.add({ kind: { type: 'status', status: 503 } });
    await expect(look('k1', 'x')).rejects.toMatchObject({ type: 'unavailable', nonRetryable: false });
    process.env['TEST_SLACK_TOKEN'] = 'xoxb-revoked';
    await expect(look('k1', 'x')).rejects.toMatchObject({ type: 'permission-denied', nonRetryable: true });
  });

  test('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(step.observe(input('x'), context({ signal }))).rejects.toThrow('stopped');
  });
});
