/** Evidence of a real release on a real server: while it is watched, and in its report afterwards. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../../../src/client/exit-codes.ts';
import { sequence, soak } from '../../../src/runbook/builders.ts';
import type { ReleaseView } from '../../../src/workflows/view.ts';
import { slipway } from '../../support/cli.ts';
import type { Said } from '../../support/cli.ts';
import { startEngine } from '../../support/engine.ts';
import type { Engine, RunningRelease } from '../../support/engine.ts';
import { eventually } from '../../support/eventually.ts';
import { arms } from '../../support/test-checks.ts';

let engine: Engine;
let cwd: string;
let release: RunningRelease;
let id: string;

const cli = (...argv: readonly string[]): Promise<Said> =>
  slipway({ cwd, env: { TEMPORAL_ADDRESS: process.env['SLIPWAY_TEST_TEMPORAL'] } }, ...argv);
const good = { requests: 40_000, canary: 0.005, baseline: 0.005 };

beforeAll(async () => {
  engine = await startEngine();
  cwd = mkdtempSync(join(tmpdir(), 'slipway-report-'));
});
afterAll(async () => {
  await engine.stop();
  rmSync(cwd, { recursive: true });
});

beforeEach(async () => {
  engine.world.arms.set('web', good);
  engine.world.arms.set('other', good);
  const shadow = arms({ name: 'other' }, { id: 'other', shadow: true });
  const checks = [arms({ name: 'web' }, { id: 'web', minimumRequests: 10 }), shadow];
  const ask = { instructions: 'Look.', approvers: { roles: [], people: ['kim'] } };
  release = await engine.start(
    sequence('All', [soak('Soak', { for: '1h', interval: '100ms', checks, ask, onFail: 'rollback' })]),
  );
  await release.untilNode('soak', 'running');
  id = release.handle.workflowId;
});

const shownNow = async (): Promise<ReleaseView> =>
  JSON.parse((await cli('show', id, '--json')).stdout) as ReleaseView;
const untilGrown = (points: number): Promise<ReleaseView> =>
  eventually(shownNow, ({ nodes }) =>
    nodes.some(({ evidence }) => (evidence?.[0]?.series.length ?? 0) >= points),
  );
/** Points of the evidence that each line of `watch --json` shows. */
const lengthsIn = (stdout: string): number[] =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as ReleaseView)
    .map(({ nodes }) => nodes.find(({ id: node }) => node === 'soak')?.evidence?.[0]?.series.length ?? 0);
const disaster = (): void => void engine.world.arms.set('web', { ...good, canary: 0.6 });

describe('a release that is watched just now', () => {
  test('shows its evidence as it grows, by Temporal’s record of the heartbeat', async () => {
    const early = await untilGrown(1);
    const [seen] = early.nodes.find((node) => node.id === 'soak')?.evidence ?? [];
    await untilGrown((seen?.series.length ?? 0) + 3);
    expect((await release.view()).nodes.every(({ evidence }) => evidence === undefined)).toBe(true);
    const { stdout } = await cli('show', id);
    expect(stdout).toMatch(
      /Arms of web undecided\n +harm +[━─]{20} .* to 1, aborts at [\d,]+\n +health +[━─]{20} /,
    );
    expect(stdout).toContain('Arms of other (shadow, only reported)');
    disaster();
    await release.result();
  });

  test('is followed with its evidence', async () => {
    let said = '';
    const place = { cwd, env: { TEMPORAL_ADDRESS: process.env['SLIPWAY_TEST_TEMPORAL'] } };
    const watching = slipway({ ...place, heard: (stdout) => void (said = stdout) }, 'watch', id, '--json');
    await eventually(
      async () => lengthsIn(said),
      (lengths) => (lengths.at(-1) ?? 0) > (lengths[0] ?? Infinity),
    );
    disaster();
    expect((await watching).code).toBe(exitCodes.rolledBack);
  });
});

describe('slipway report', () => {
  test('writes one page, and overwrites it only when told to', async () => {
    await untilGrown(3);
    disaster();
    await release.result();
    const written = await cli('report', id, '--json');
    const [, runbook] = id.split('/');
    const path = join(cwd, `release-${runbook ?? ''}-stage-1.0.html`);
    expect([written.code, JSON.parse(written.stdout)]).toEqual([0, { path }]);
    const page = readFileSync(path, 'utf8');
    for (const part of ['rolled-back', 'Arms of web', 'harmful', 'shadow: only reported', '<svg', 'tripped'])
      expect(page).toContain(part);

    writeFileSync(path, 'mine');
    const refused = await cli('report', id);
    expect([refused.code, refused.stderr]).toEqual([
      exitCodes.usage,
      expect.stringContaining('is there already'),
    ]);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect((await cli('report', id, '--force')).stdout).toBe(`Wrote ${path}\n`);
    expect(readFileSync(path, 'utf8')).toContain('<!doctype html>');
    await cli('report', id, '--out', 'other.html');
    expect(existsSync(join(cwd, 'other.html'))).toBe(true);
    const nowhere = await cli('report', id, '--out', 'no/such/folder.html');
    expect([nowhere.code, nowhere.stderr]).toEqual([
      exitCodes.usage,
      expect.stringContaining('can’t be written'),
    ]);
  });
});
