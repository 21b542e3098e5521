/** The practice world's server: state, faults, control API, restart. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorld } from '../../src/practice/server.ts';
import type { RunningWorld } from '../../src/practice/server.ts';
import type { PracticeSystemFactory } from '../../src/practice/world.ts';

/** A counter: each POST is an effect. */
const counter: PracticeSystemFactory = (world) => {
  const store = world.store('counter', () => ({ count: 0 }));
  return {
    name: 'counter',
    prefix: '/counter',
    routes: async (app) => {
      app.get('/value', async () => store.get());
      app.post('/up', async (request) => {
        const key = request.headers['idempotency-key'];
        store.update((draft) => void (draft.count += 1));
        world.journal.record({
          system: 'counter',
          effect: 'up',
          target: 'count',
          key: typeof key === 'string' ? key : null,
        });
        return store.get();
      });
    },
    rateLimited: (reply, seconds) =>
      reply.status(429).header('retry-after', String(seconds)).send('slow down'),
    snapshot: () => store.get(),
  };
};

describe('a practice world', () => {
  let dir: string;
  let running: RunningWorld;
  const start = async () => (running = await startWorld({ dir, systems: (world) => [counter(world)] }));
  const up = (headers: Record<string, string> = {}) =>
    fetch(`${running.url}/counter/up`, { method: 'POST', headers });
  const control = async (path: string, init?: RequestInit): Promise<unknown> =>
    (await fetch(`${running.url}/_world${path}`, init)).json();
  const fault = (body: unknown) =>
    fetch(`${running.url}/_world/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'slipway-world-'));
    await start();
  });
  afterEach(async () => {
    await running.stop();
    rmSync(dir, { recursive: true });
  });

  test('keeps its state, its journal and its port over a restart', async () => {
    await up({ 'idempotency-key': 'k1' });
    const { url } = running;
    await running.stop();
    await start();
    expect(running.url).toBe(url);
    expect(running.snapshot()).toEqual({ counter: { count: 1 } });
    expect(await control('/snapshot')).toEqual({ counter: { count: 1 } });
    expect(await control('/journal')).toMatchObject({
      entries: [{ effect: 'up', key: 'k1' }],
      duplicates: [],
    });
  });

  test('knows an effect that came twice with the same key', async () => {
    await up({ 'idempotency-key': 'k1' });
    await up({ 'idempotency-key': 'k1' });
    await up({ 'idempotency-key': 'k2' });
    expect(running.world.journal.duplicates()).toHaveLength(1);
  });

  test('refuses a connection before the request has any effect', async () => {
    await fault({ system: 'counter', kind: { type: 'refuse' } });
    await expect(up()).rejects.toThrow();
    expect(running.snapshot()).toEqual({ counter: { count: 0 } });
    expect((await up()).status).toBe(200);
  });

  test('drops a reply after the effect', async () => {
    await fault({ method: 'POST', path: '/up$', kind: { type: 'drop-reply' } });
    await expect(up()).rejects.toThrow();
    expect(running.snapshot()).toEqual({ counter: { count: 1 } });
  });

  test('answers with the status, or the system’s own words for too many requests, as often as asked', async () => {
    await fault([
      { kind: { type: 'status', status: 503 }, times: 2 },
      { kind: { type: 'rate-limit', retryAfterSeconds: 7 } },
    ]);
    expect((await up()).status).toBe(503);
    expect((await up()).status).toBe(503);
    const limited = await up();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await up()).status).toBe(200);
  });

  test('hits only the system, method and path that a fault names', async () => {
    await fault({ system: 'other', kind: { type: 'refuse' } });
    await fault({ system: 'counter', method: 'DELETE', kind: { type: 'refuse' } });
    await fault({ system: 'counter', path: '/down', kind: { type: 'refuse' } });
    expect((await up()).status).toBe(200);
    expect(running.world.faults.pending()).toHaveLength(3);
  });

  test('delays a request, then handles it', async () => {
    await fault({ kind: { type: 'delay', ms: 5 } });
    expect((await up()).status).toBe(200);
    expect(running.world.faults.pending()).toHaveLength(0);
  });

  test('takes faults back, and refuses ones that make no sense', async () => {
    expect((await fault({ kind: { type: 'explode' } })).status).toBe(400);
    await fault({ kind: { type: 'refuse' } });
    expect(await control('/faults', { method: 'DELETE' })).toEqual({ pending: [] });
    expect((await up()).status).toBe(200);
  });

  test('tells which systems it has', async () => {
    expect(await control('/health')).toEqual({ ok: true, systems: ['counter'] });
  });
});
