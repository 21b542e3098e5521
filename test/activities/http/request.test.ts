/** `http.request` against a real server: what is declared is what is sent, seen and undone; and nothing goes where it may not. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isEffect } from '../../../src/activities/contract.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { http } from '../../../src/activities/index.ts';
import { steps } from '../../../src/activities/registry.ts';
import { createClients } from '../../../src/worker/clients.ts';
import { attempt, contextFor, failureOf, observe, undo } from '../../support/attempt.ts';

const step = steps.get('http.request') as Step;

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

describe('http.request', () => {
  let server: Server;
  let base: string;
  let asked: Asked[];
  let things: Map<string, string>;
  /** In place of the ordinary answer to what changes something. */
  let instead: ((response: ServerResponse) => void) | undefined;
  let blind: boolean;

  beforeEach(async () => {
    asked = [];
    things = new Map();
    instead = undefined;
    blind = false;
    process.env['REQUEST_TEST_TOKEN'] = 'the-token-of-the-test';
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        asked.push({ method, url, headers, body });
        if (method === 'GET') {
          const found = blind ? undefined : things.get(url);
          return response
            .writeHead(found === undefined ? 404 : 200)
            .end(found ?? `nothing here for ${headers.authorization}`);
        }
        if (instead !== undefined) return instead(response);
        if (method === 'DELETE') things.delete(url);
        else things.set(url, body);
        return response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });
  afterEach(async () => {
    delete process.env['REQUEST_TEST_TOKEN'];
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const clients = (readOnly = false) =>
    createClients(
      {
        requests: {
          type: 'requests',
          allow: [`${base}/api`],
          credentials: {
            api: {
              url: `${base}/api/things`,
              secret: { env: 'REQUEST_TEST_TOKEN' },
              header: 'authorization',
              prefix: 'Bearer ',
            },
          },
        },
      },
      { readOnly },
    );
  const input = (more: Record<string, Json> = {}): Record<string, Json> => {
    const url = `${base}/api/things/one`;
    return {
      method: 'PUT',
      url,
      body: { state: 'done', by: ['maria'] },
      see: { url, there: {} },
      undo: { by: 'order', method: 'DELETE', url },
      seenWithinSeconds: 0,
      ...more,
    };
  };
  const run = (more: Record<string, Json> = {}) => attempt(step, input(more), contextFor(clients()));
  /** One attempt of the act alone. */
  const acted = async () => {
    if (!isEffect(step)) throw new Error('It has no effect.');
    return step.act(step.input.parse(input()), contextFor(clients()), {});
  };
  const sent = () => asked.filter(({ method }) => method !== 'GET');

  test('sends the request with its key and its body, once, and undoes it by the declared one', async () => {
    const { known, output } = await run({ headers: { 'x-reason': 'release 3.111' } });
    expect(output).toEqual({ shows: '200 {"state":"done","by":["maria"]}' });
    expect(sent()).toMatchObject([
      {
        method: 'PUT',
        url: '/api/things/one',
        headers: { 'x-reason': 'release 3.111', 'content-type': 'application/json' },
        body: '{"state":"done","by":["maria"]}',
      },
    ]);
    const key = sent()[0]?.headers['idempotency-key'];
    expect(key).toMatch(/^[a-zA-Z0-9-]+$/);
    expect(await undo(step, known, contextFor(clients()))).toBe(`Undone by DELETE ${base}/api/things/one.`);
    expect(sent()[1]?.headers['idempotency-key']).toBe(`${String(key)}-undo`);
    expect(things.size).toBe(0);
    expect(await undo(step, known, contextFor(clients()))).toContain('nothing to undo');
    expect(sent()).toHaveLength(2);
  });

  test('does nothing where the declared look sees the effect already', async () => {
    things.set('/api/things/one', '{}');
    await run();
    expect(sent()).toEqual([]);
  });

  test.each([
    [{ there: { contains: '"done"' } }, 'done'],
    [{ there: { json: { '/state': 'done', '/by': ['maria'], '/by/0': 'maria' } } }, 'done'],
    [{ there: { json: { '/state': 'begun' } }, absent: { status: 200, contains: 'maria' } }, 'absent'],
    [{ there: { status: 404 }, absent: { status: 200 } }, 'absent'],
    [{ there: { json: { '/by': ['sam'] } } }, 'unknown'],
    [{ there: { json: { '/by/length': 1 } } }, 'done'],
    [{ there: { json: { '/constructor': 'x' } } }, 'unknown'],
    [{ there: { status: 201 } }, 'unknown'],
  ])('a look that expects %j is %s', async (expected: Record<string, Json>, state) => {
    things.set('/api/things/one', '{"by":["maria"],"state":"done"}');
    const see = { url: `${base}/api/things/one`, ...expected };
    expect((await observe(step, input({ see }), contextFor(clients()))).state).toBe(state);
  });

  test('waits for an effect that is seen a while after the request went through', async () => {
    blind = true;
    const waiting = run({ seenWithinSeconds: 60 });
    while (sent().length === 0) await new Promise(setImmediate);
    blind = false;
    expect((await waiting).output).toMatchObject({ shows: expect.stringContaining('done') });
  });

  test('fails where the request goes through and the look sees nothing of it', async () => {
    blind = true;
    expect((await failureOf(run())).message).toContain('does not see its effect');
  });

  test.each([
    [400, 'refused', true],
    [403, 'permission-denied', true],
    [404, 'not-found', true],
    [409, 'conflict', true],
    [302, 'refused', true],
    [429, 'rate-limited', false],
    [503, 'unavailable', false],
  ])('takes a %i for %s', async (status, type, nonRetryable) => {
    instead = (response) =>
      response
        .writeHead(status, nonRetryable ? { location: 'http://127.0.0.1:1/' } : { 'retry-after': '7' })
        .end('because');
    const failure = await failureOf(acted());
    expect([failure.type, failure.nonRetryable]).toEqual([type, nonRetryable]);
    expect(failure.message).toContain(`PUT ${base}/api/things/one: the answer was ${status} (because)`);
    if (!nonRetryable) expect(failure.nextRetryDelay).toBe(7000);
  });

  test('tries again after a connection that broke', async () => {
    instead = (response) => response.destroy();
    expect((await failureOf(acted())).nonRetryable).toBe(false);
  });

  test.each([
    ['/other', 'elsewhere on the host'],
    ['/apiary', 'beside it'],
    ['/api/../other', 'out of it by dots'],
    ['/api/%2e%2e/other', 'out of it by encoded dots'],
  ])('sends nothing to %s: %s', async (path) => {
    const failure = await failureOf(run({ url: `${base}${path}` }));
    expect([failure.type, failure.nonRetryable]).toEqual(['permission-denied', true]);
    expect(sent()).toEqual([]);
  });

  test('sends a credential by its name to its own address, and lets it out in nothing that is said', async () => {
    const { output } = await run({ credential: 'api' });
    expect(sent()[0]?.headers.authorization).toBe('Bearer the-token-of-the-test');
    expect(JSON.stringify(output)).not.toContain('the-token');
    const see = { url: `${base}/api/things/two`, credential: 'api', there: { contains: 'never' } };
    const seen = await observe(
      step,
      input({ see: { ...see, absent: { status: 404, contains: 'x' } } }),
      contextFor(clients()),
    );
    expect(seen).toMatchObject({
      state: 'unknown',
      why: expect.stringContaining('nothing here for Bearer ***'),
    });
  });

  test('sends no credential to another address, and knows none that is not named', async () => {
    const away = { url: `${base}/api/others`, credential: 'api' };
    expect((await failureOf(run(away))).message).toContain(`is for ${base}/api/things`);
    expect((await failureOf(run({ credential: 'constructor' }))).type).toBe('credentials-missing');
    expect(sent()).toEqual([]);
  });

  test.each([
    ['a credential in a header', { headers: { Authorization: 'Bearer x' } }],
    ['a key in a header', { headers: { 'X-Api-Key': 'x' } }],
    ['a header of two lines', { headers: { 'x-one': 'a\r\nx-two: b' } }],
    ['a user in its address', { url: 'http://me:secret@127.0.0.1/api' }],
    ['another protocol', { url: 'file:///etc/passwd' }],
    ['a way out that a careless server would go', { url: 'http://127.0.0.1/api/..%2fother' }],
    ['a look that can’t tell', { see: { url: 'http://127.0.0.1/', there: {}, absent: { status: 200 } } }],
    ['a read in place of a change', { method: 'GET' }],
  ])('takes no input with %s', (_, more: Record<string, Json>) => {
    expect(step.input.safeParse(input()).success).toBe(true);
    expect(step.input.safeParse(input(more)).success).toBe(false);
  });

  test('reads the beginning of an answer that does not end', async () => {
    things.set('/api/things/one', 'x'.repeat(5_000_000));
    const seen = await observe(step, input(), contextFor(clients()));
    expect(JSON.stringify(seen).length).toBeLessThan(3000);
  });

  test('changes nothing while a release is planned', async () => {
    const failure = await failureOf(attempt(step, input(), contextFor(clients(true))));
    expect(failure.message).toContain('Planning changes nothing');
    expect(sent()).toEqual([]);
  });

  test('stands in the plan as irreversible, with the author’s reason, where nothing undoes it', () => {
    const { node } = http.request({
      method: 'POST',
      url: 'https://mail.example.org/send',
      see: { url: 'https://mail.example.org/sent/1', there: {} },
      undo: { by: 'nothing', reason: 'The mail is out.' },
    });
    expect(node.effect).toEqual({ type: 'irreversible', reason: 'The mail is out.' });
  });
});
