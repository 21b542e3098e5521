/** One set of clients an environment: lazy, without retries, and unable to write when planning. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createWorkspace } from '../../src/practice/slack/index.ts';
import type { Workspace } from '../../src/practice/slack/index.ts';
import { createClients } from '../../src/worker/clients.ts';
import type { Systems } from '../../src/worker/config-systems.ts';
import { startPracticeSystem } from '../support/practice-system.ts';
import type { StartedPracticeSystem } from '../support/practice-system.ts';

const reading = { readOnly: true };

describe('the clients of an environment', () => {
  let started: StartedPracticeSystem<Workspace>;
  let systems: Systems;
  beforeEach(async () => {
    process.env['TEST_TOKEN'] = 'xoxb-practice';
    started = await startPracticeSystem(createWorkspace);
    systems = {
      github: { type: 'github', url: started.url, token: { env: 'TEST_TOKEN' } },
      slack: { type: 'slack', url: `${started.url}/slack/api/`, token: { env: 'TEST_TOKEN' } },
      prometheus: { type: 'prometheus', url: started.url },
      sentry: { type: 'sentry', url: started.url, organization: 'mozilla', token: { env: 'TEST_TOKEN' } },
    };
  });
  afterEach(() => started.stop());

  test('are made when first asked for, and kept', () => {
    delete process.env['TEST_TOKEN'];
    const clients = createClients(systems);
    expect(() => clients.slack).toThrow(expect.objectContaining({ type: 'credentials-missing' }));
    process.env['TEST_TOKEN'] = 'xoxb-practice';
    expect(clients.slack).toBe(clients.slack);
    expect(clients.sentry.organization).toBe('mozilla');
  });

  test('of a system that the environment lacks are refused by name', () => {
    expect(() => createClients({}).github).toThrow(
      expect.objectContaining({ type: 'config-invalid', message: expect.stringContaining('github') }),
    );
  });

  test('for planning read, and refuse to write before anything is sent', async () => {
    const { github, slack, prometheus, http } = createClients(systems, reading);
    expect((await slack.auth.test()).ok).toBe(true);
    expect((await slack.conversations.list()).ok).toBe(true);
    const refused = { type: 'refused' };
    await expect(slack.chat.postMessage({ channel: '#releases', text: 'x' })).rejects.toMatchObject({
      original: refused,
    });
    await expect(github.repos.createRelease({ owner: 'o', repo: 'r', tag_name: 'v1' })).rejects.toMatchObject(
      refused,
    );
    await expect(prometheus.fetch('/api/v1/query', { method: 'POST' })).rejects.toMatchObject(refused);
    await expect(http.fetch(`${started.url}/slack/api/auth.test`, { method: 'POST' })).rejects.toMatchObject(
      refused,
    );
    expect(started.world.journal.entries()).toEqual([]);
  });

  test('retry nothing by themselves', async () => {
    const { slack, github } = createClients(systems);
    started.world.faults.add({ kind: { type: 'status', status: 503 }, times: 10 });
    await expect(slack.auth.test()).rejects.toMatchObject({ statusCode: 503 });
    expect(started.world.faults.pending()).toMatchObject([{ times: 9 }]);
    await expect(github.repos.get({ owner: 'o', repo: 'r' })).rejects.toMatchObject({ status: 404 });
  });
});
