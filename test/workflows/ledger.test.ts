/** What runs where: recorded once, put back, and kept however long the ledger grows. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { environmentId, ledgerPageId } from '../../src/environment/messages.ts';
import { createEnvironments } from '../../src/worker/environments/client.ts';
import type { EnvironmentStore } from '../../src/worker/environments/client.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { recordHistory } from '../support/histories.ts';

let engine: Engine;
let environments: EnvironmentStore;
beforeAll(async () => {
  engine = await startEngine();
  environments = createEnvironments(engine.client, engine.taskQueue);
});
afterAll(() => engine.stop());

const fresh = () => `e${randomUUID().slice(0, 8)}`;
const release = (environment: string, version: string) => ({
  id: `release/shop/${environment}/${version}`,
  runbook: 'shop',
  environment,
  version,
  startedBy: 'sam',
});
const entry = (environment: string, version: string, key = `key-${version}`) => ({
  key,
  release: release(environment, version),
  why: `Released ${version}`,
  deployment: { service: 'api', version },
});
const current = async (name: string) => (await environments.read(name))?.current;

describe('the ledger', () => {
  test('of an environment that nobody released to is empty', async () => {
    const name = fresh();
    expect(await environments.read(name)).toBeUndefined();
    expect(await environments.ledger(name)).toEqual([]);
  });

  test('takes a record once, and says what it replaced', async () => {
    const name = fresh();
    await environments.record(name, entry(name, '1.0'));
    await environments.record(name, entry(name, '1.1'));
    await environments.record(name, entry(name, '1.1'));
    expect(await environments.ledger(name)).toMatchObject([
      { version: '1.1', replaced: 'key-1.0', replacedVersion: '1.0', by: 'sam' },
      { version: '1.0' },
    ]);
    expect(await current(name)).toMatchObject([{ service: 'api', version: '1.1' }]);
    await recordHistory(engine.client.workflow.getHandle(environmentId(name)));
  });

  test('says after an undo that what ran before runs again, and where nothing did, nothing', async () => {
    const name = fresh();
    const undo = (version: string, restores?: string) => ({
      key: `key-${version}-undo`,
      undoes: `key-${version}`,
      release: release(name, version),
      service: 'api',
      ...(restores === undefined ? {} : { restores: { service: 'api', version: restores } }),
    });
    await environments.record(name, entry(name, '1.0'));
    await environments.record(name, entry(name, '1.1'));
    expect(await environments.unrecord(name, undo('1.1', '1.0'))).toBe('api is recorded at 1.0 again.');
    expect(await environments.unrecord(name, undo('1.1', '1.0'))).toBe('api: put back already.');
    expect(await current(name)).toMatchObject([{ version: '1.0', undoes: 'key-1.1' }]);
    expect(await environments.unrecord(name, undo('1.0'))).toBe(
      `api is at 1.0 by release/shop/${name}/1.1: that stays.`,
    );
    const other = fresh();
    await environments.record(other, entry(other, '1.0'));
    expect(await environments.unrecord(other, undo('1.0'))).toBe(
      'api is recorded no more: nothing ran before.',
    );
    expect(await current(other)).toEqual([]);
  });

  test('moves old entries to pages of their own, and gives them all the same', async () => {
    const name = fresh();
    for (let at = 0; at < 620; at += 20) {
      const some = Array.from({ length: 20 }, (_, index) => entry(name, `1.${at + index}`));
      for (const one of some) await environments.record(name, one);
    }
    const view = await eventually(
      async () => environments.read(name),
      (seen) => seen?.pages === 1,
    );
    expect(view?.entries).toBe(620);
    const all = await environments.ledger(name, { limit: 1000 });
    expect(all.map(({ version }) => version)).toEqual(
      Array.from({ length: 620 }, (_, index) => `1.${619 - index}`),
    );
    const page = engine.client.workflow.getHandle(ledgerPageId(name, 1));
    await page.cancel();
    expect(await environments.ledger(name, { limit: 620 })).toHaveLength(620);
    await recordHistory(engine.client.workflow.getHandle(environmentId(name)));
    await recordHistory(page, 'page');
  }, 120_000);
});
