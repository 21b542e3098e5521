/** `slipway dev` on a disk that is full for a while: it says so, nothing is lost, and releases go on when there is room. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mountDisk } from '../../bench/chaos/full-disk.ts';
import { exitCodes } from '../../src/client/exit-codes.ts';
import { slipway } from '../support/cli.ts';
import { startDev } from '../support/dev-process.ts';
import type { DevProcess } from '../support/dev-process.ts';
import { journalOf, openRelease, startToStage } from '../support/dev-release.ts';
import type { DevRelease } from '../support/dev-release.ts';
import { eventually } from '../support/eventually.ts';

/** Three processes start and start again, on a machine that runs other tests too. */
const patienceMs = 180_000;
const cwd = mkdtempSync(join(tmpdir(), 'slipway-full-'));
const disk = mountDisk(join(cwd, '.slipway'));
afterAll(() => {
  disk?.unmount();
  rmSync(cwd, { recursive: true, force: true });
});

/** Only who may mount a file system can have a small disk. */
const onSmallDisk = disk === undefined ? describe.skip : describe;

onSmallDisk('a release whose disk is full', () => {
  let dev: DevProcess;
  let release: DevRelease;

  beforeAll(async () => {
    dev = await startDev(cwd);
    await startToStage(cwd, '3.111');
    release = await openRelease(dev.address, '3.111');
    await release.untilNode('pull-and-push', 'running');
  }, patienceMs);
  afterAll(async () => {
    disk?.empty();
    await release.close();
    await dev.stop();
  }, patienceMs);

  test(
    'stands still, and whoever asks learns why',
    async () => {
      disk?.fill();
      await eventually(
        async () => dev.said(),
        (said) => said.includes('is full: Temporal can write nothing down'),
        patienceMs,
      );
      const paused = await slipway({ cwd }, 'pause', 'balrog/stage/3.111', '--as', 'maria');
      expect([paused.code, paused.stderr]).toEqual([
        exitCodes.unreachable,
        expect.stringContaining('Make room, then say it again.'),
      ]);
    },
    patienceMs,
  );

  test(
    'has its dead worker started again, once, though that can not be written down',
    async () => {
      const begun = dev.said().length;
      dev.kill('The worker');
      const said = await eventually(
        async () => dev.said().slice(begun),
        (now) => now.includes('could not be written down'),
        patienceMs,
      );
      expect(said.match(/The worker/g)).toHaveLength(1);
    },
    patienceMs,
  );

  test(
    'goes on when there is room, and has done each thing once',
    async () => {
      disk?.empty();
      await eventually(
        async () => dev.said(),
        (said) => said.includes('There is room again'),
        patienceMs,
      );
      await release.untilNode('test-on-stage', 'waiting');
      await release.decide('test-on-stage', 'approve');
      expect((await release.result()).outcome).toBe('succeeded');
      expect((await journalOf(dev)).duplicates).toEqual([]);
    },
    patienceMs,
  );
});
