/** Kill -9 of a whole `slipway dev`, and of a worker and a server in the middle of a rollback: all is put back, once. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partsOf, startDev } from '../support/dev-process.ts';
import type { DevProcess } from '../support/dev-process.ts';
import { eventually } from '../support/eventually.ts';
import { journalOf, openRelease, runningIn, startToStage, strike } from '../support/dev-release.ts';
import type { DevRelease } from '../support/dev-release.ts';

describe('a slipway dev that is killed', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'slipway-kill-'));
  let dev: DevProcess;
  let release: DevRelease;
  let before: unknown;

  beforeAll(async () => {
    dev = await startDev(cwd);
    before = await runningIn(dev);
    await startToStage(cwd, '3.111');
    release = await openRelease(dev.address, '3.111');
  });
  afterAll(async () => {
    await release.close();
    await dev.stop();
    rmSync(cwd, { recursive: true, force: true });
  });

  test('with all that it runs goes on with its next start, on the same ports', async () => {
    await release.untilNode('update-services', 'running');
    const { port, practice } = dev;
    await dev.killAll();
    dev = await startDev(cwd);
    expect([dev.port, dev.practice]).toEqual([port, practice]);
    await release.untilNode('test-on-stage', 'waiting');
  });

  test('without its parts ends them before it starts them anew', async () => {
    const { port, practice } = dev;
    const orphans = Object.values(partsOf(cwd));
    await dev.orphanParts();
    expect(orphans.map(({ pid }) => process.kill(pid, 0))).toEqual([true, true, true]);
    dev = await startDev(cwd);
    expect(dev.said()).toMatch(/The worker of an earlier slipway dev \(process \d+\) still runs/);
    for (const { pid } of orphans) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect([dev.port, dev.practice]).toEqual([port, practice]);
    await release.untilNode('test-on-stage', 'waiting');
  });

  test('puts everything back though worker and Temporal died in the middle of a rollback', async () => {
    const struck = await strike(dev, {
      system: 'github',
      method: 'POST',
      path: 'ui-deploy.yml/dispatches$',
      kind: { type: 'delay', ms: 1000 },
    });
    await release.decide('test-on-stage', 'reject');
    await struck();
    dev.kill('The worker');
    await release.untilNode('deploy-ui', 'undone');
    dev.kill('Temporal', 'The worker');
    expect(await release.result()).toMatchObject({ outcome: 'rolled-back' });
  });

  test('runs what it ran before, and nothing happened twice', async () => {
    expect((await journalOf(dev)).duplicates).toEqual([]);
    // The controllers of a cluster take a moment to come to rest.
    await eventually(
      () => runningIn(dev),
      (now) => JSON.stringify(now) === JSON.stringify(before),
    );
  });
});
