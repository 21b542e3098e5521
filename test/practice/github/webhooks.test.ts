/** The practice GitHub's webhooks. */
import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import Fastify from 'fastify';
import { eventually } from '../../support/eventually.ts';
import { inRepository, seed, startGithub } from '../../support/github.ts';

test('webhooks tell what happened, signed with the hook’s secret', async () => {
  const heard: { event: unknown; signature: unknown; body: string }[] = [];
  const receiver = Fastify();
  receiver.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) =>
    done(null, body),
  );
  receiver.post('/hook', async ({ headers, body }) => {
    heard.push({
      event: headers['x-github-event'],
      signature: headers['x-hub-signature-256'],
      body: String(body),
    });
    return {};
  });
  const url = await receiver.listen({ host: '127.0.0.1', port: 0 });
  const [lock] = seed.repositories;
  if (lock === undefined) throw new Error('the seed has a repository');
  const hooks = [{ url: `${url}/hook`, secret: 'hush', events: ['workflow_run'] }];
  const github = await startGithub({ seed: { ...seed, repositories: [{ ...lock, hooks }] } });
  await github.octokit.rest.actions.createWorkflowDispatch({
    ...inRepository,
    workflow_id: 'push-image.yml',
    ref: 'main',
    inputs: { tag: 'v3.111' },
  });
  await eventually(
    async () => heard.length,
    (count) => count === 3,
  );
  const actions = heard.map(({ body }) => (JSON.parse(body) as { action: string }).action);
  expect(actions.sort()).toEqual(['completed', 'in_progress', 'requested']);
  for (const { event, signature, body } of heard) {
    expect(event).toBe('workflow_run');
    expect(signature).toBe(`sha256=${createHmac('sha256', 'hush').update(body).digest('hex')}`);
  }
  await github.stop();
  await receiver.close();
});
