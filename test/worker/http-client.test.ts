/** HTTP clients keep to their base, their credential and their access. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { confine, createHttpClient } from '../../src/worker/http-client.ts';

describe('an HTTP client', () => {
  let server: Server;
  let url: string;
  let requests: IncomingMessage[];
  beforeEach(async () => {
    requests = [];
    server = createServer((request, response) => {
      requests.push(request);
      if (request.url === '/base/away') response.writeHead(302, { location: 'http://127.0.0.1:1/' });
      if (request.url === '/base/never') return;
      response.end('hello');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/base`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('appends paths to its base and sends its credential', async () => {
    const client = createHttpClient({ url: `${url}/`, access: 'full', authorization: () => 'Bearer t' });
    expect(client.baseUrl).toBe(url);
    expect(await (await client.fetch('/a?b=c')).text()).toBe('hello');
    expect(requests[0]?.url).toBe('/base/a?b=c');
    expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer t', 'user-agent': 'slipway' });
  });

  test('follows no redirect, lest the credential goes elsewhere', async () => {
    const client = createHttpClient({ url, access: 'full', authorization: () => 'Bearer t' });
    expect((await client.fetch('/away')).status).toBe(302);
    expect(requests).toHaveLength(1);
  });

  test('gives up when it takes too long, or when told to', async () => {
    const client = createHttpClient({ url, access: 'full', timeoutMs: 30 });
    await expect(client.fetch('/never')).rejects.toThrow();
    await expect(client.fetch('/a', { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow(
      'stopped',
    );
  });

  test('sends so many requests at once and no more; who is told to stop leaves the queue', async () => {
    const client = createHttpClient({ url, access: 'full', atOnce: 2 });
    const stop = new AbortController();
    const held = [1, 2].map(() => client.fetch('/never', { signal: stop.signal }));
    const waiting = client.fetch('/a');
    const leaving = client.fetch('/b', { signal: AbortSignal.abort(new Error('stopped')) });
    await expect(leaving).rejects.toThrow('stopped');
    while (requests.length < 2) await new Promise(setImmediate);
    expect(requests.map(({ url: asked }) => asked)).toEqual(['/base/never', '/base/never']);
    stop.abort(new Error('enough'));
    await Promise.all(held.map((one) => expect(one).rejects.toThrow('enough')));
    expect((await waiting).status).toBe(200);
    expect(requests.map(({ url: asked }) => asked)).toEqual(['/base/never', '/base/never', '/base/a']);
  });

  test('that may only read sends nothing else', async () => {
    const client = createHttpClient({ url, access: 'read-only' });
    expect((await client.fetch('/a', { method: 'HEAD' })).status).toBe(200);
    await expect(client.fetch('/a', { method: 'POST' })).rejects.toMatchObject({ type: 'refused' });
    await expect(client.fetch('/a', { method: 'DELETE' })).rejects.toMatchObject({ type: 'refused' });
    expect(requests).toHaveLength(1);
  });

  test.each(['a', '', '/../secret', '/%2e%2e/secret', '/..', '/a/../../b', '/\\..\\..\\x'])(
    'refuses the path %j, which leads out of its base',
    (path) => {
      expect(() => confine('http://host/base', path)).toThrow(
        expect.objectContaining({ type: 'input-invalid' }),
      );
    },
  );

  test.each(['@evil.example/', '//evil.example/x', '/@evil.example', '/a%2Fb', '/a/../b', '/?q=../..'])(
    'keeps to its host whatever the path %j says',
    (path) => {
      try {
        expect(confine('http://host', path).host).toBe('host');
      } catch (error) {
        expect(error).toMatchObject({ type: 'input-invalid' });
      }
    },
  );
});
