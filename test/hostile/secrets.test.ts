/** A credential that systems quote in their errors is in nothing that a release leaves behind. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { temporalClient } from '../../src/worker/temporal-client.ts';
import { practiceToken } from '../../src/practice/kubernetes/index.ts';
import { releaseId } from '../../src/workflows/messages.ts';
import { startDev } from '../support/dev-process.ts';
import type { DevProcess } from '../support/dev-process.ts';
import { journalOf, openRelease, startToStage, strike } from '../support/dev-release.ts';
import type { DevRelease } from '../support/dev-release.ts';

const says = `authorization: Bearer ${practiceToken} is not welcome`;
const forms = [practiceToken, Buffer.from(practiceToken).toString('base64').replace(/=+$/, '')];

describe('a credential that every system quotes in an error', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'slipway-secrets-'));
  let dev: DevProcess;
  let release: DevRelease;
  let connection: Connection;

  beforeAll(async () => {
    dev = await startDev(cwd);
    connection = await Connection.connect({ address: dev.address });
    for (const system of ['github', 'kubernetes', 'sentry', 'prometheus', 'oci'])
      await strike(dev, { system, kind: { type: 'status', status: 503, says } });
    await strike(dev, {
      system: 'github',
      method: 'POST',
      path: 'docker-push.yml/dispatches$',
      kind: { type: 'status', status: 422, says },
    });
    await startToStage(cwd, '3.111');
    release = await openRelease(dev.address, '3.111');
  });
  afterAll(async () => {
    await release.close();
    await connection.close();
    await dev.stop();
    rmSync(cwd, { recursive: true, force: true });
  });

  const handle = () =>
    temporalClient({ connection }).workflow.getHandle(releaseId('balrog', 'stage', '3.111'));

  test('is blanked out where a person reads the error', async () => {
    const { nodes } = await release.untilNode('pull-and-push', 'parked');
    const error = nodes.find(({ id }) => id === 'pull-and-push')?.error?.message;
    expect(error).toContain('authorization: Bearer *** is not welcome');
    await handle().executeUpdate('resolve', {
      args: [{ by: 'sam', node: 'pull-and-push', action: 'retry' }],
    });
    await release.untilNode('test-on-stage', 'waiting');
    await release.decide('test-on-stage', 'approve');
    expect(await release.result()).toMatchObject({ outcome: 'succeeded' });
  });

  test('stands in no event of the history', async () => {
    const { events } = await handle().fetchHistory();
    const payloads = JSON.stringify(events, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
    );
    expect(payloads).toContain('is not welcome');
    expect(found(payloads)).toEqual([]);
  });

  test('stands in no log, no database and no state on disk, nor in the journal', async () => {
    const files = readdirSync(cwd, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    // The search would find what is there: the server's database holds the error.
    expect(files.filter((file) => readFileSync(file).includes('is not welcome'))).not.toEqual([]);
    expect(files.filter((file) => found(readFileSync(file)).length > 0)).toEqual([]);
    expect(found(JSON.stringify(await journalOf(dev)))).toEqual([]);
    expect(found(dev.said())).toEqual([]);
  });
});

const found = (text: string | Buffer): string[] => forms.filter((form) => text.includes(form));
