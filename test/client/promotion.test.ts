/** Promotion and rollback by the command line: a real server, real ledgers, a practised registry. One story, in its order. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exitCodes } from '../../src/client/exit-codes.ts';
import { eventually } from '../support/eventually.ts';
import { startPromotionWorld } from '../support/promotion-world.ts';
import type { PromotionWorld } from '../support/promotion-world.ts';

let world: PromotionWorld;
beforeAll(async () => {
  world = await startPromotionWorld();
}, 60_000);
afterAll(() => world.stop());

const start = (environment: string, version: string, ...more: readonly string[]) =>
  world.cli(
    'start',
    world.runbook,
    '--environment',
    environment,
    '--version',
    version,
    '--yes',
    '--watch',
    ...more,
  );
const promote = (...more: readonly string[]) =>
  world.cli('promote', world.runbook, '--yes', '--watch', ...more);
const toProd = (...more: readonly string[]) => promote('--from', world.stage, '--to', world.prod, ...more);
const back = (...more: readonly string[]) =>
  world.cli('rollback-to', world.prod, '--reason', 'Carts are lost', '--yes', '--watch', ...more);
/** Of a release that did not begin. */
const refusals = async (environment: string, version: string) =>
  (await world.view(environment, version)).why ?? '';
const inLedger = async (environment: string) =>
  (await world.store.ledger(environment)).map(({ version, digest }) => [version, digest]);

describe('what has not been on stage', () => {
  test('does not come into production by an ordinary start either, and it is said what to do', async () => {
    world.registry.push('shop', '1.0');
    expect((await start(world.prod, '1.0')).code).toBe(exitCodes.notStarted);
    expect(await refusals(world.prod, '1.0')).toContain(
      `${world.stage} does not have api 1.0, for it was never released there (Release it there first: slipway start ${world.runbook} --environment ${world.stage} --version 1.0`,
    );
  });

  test('is let through by whoever may, for a reason that is kept; and by nobody else', async () => {
    expect((await start(world.prod, '1.0', '--as', 'kim', '--exempt', 'mine')).code).toBe(
      exitCodes.notStarted,
    );
    expect(await refusals(world.prod, '1.0')).toContain(
      'kim can’t exempt from this; these may start it with --exempt: sam',
    );
    expect((await start(world.prod, '1.0', '--exempt', 'logins fail', '--urgent', 'now')).code).toBe(0);
    const { audit, plan } = await world.view(world.prod, '1.0');
    expect(audit.find(({ what }) => what === 'exempted')).toMatchObject({
      by: 'sam',
      says: expect.stringContaining('logins fail'),
    });
    expect(plan?.warnings).toEqual([expect.stringContaining('sam goes on all the same: logins fail')]);
    expect((await world.store.read(world.prod))?.audit.map(({ says }) => says)).toContainEqual(
      expect.stringContaining('urgent: now'),
    );
  });
});

describe('a promotion', () => {
  test('has nothing to take where nothing runs, and wants an order', async () => {
    const nothing = await toProd();
    expect([nothing.code, nothing.stderr]).toEqual([
      exitCodes.refused,
      expect.stringContaining('nothing to promote'),
    ]);
    await world.toStage('1.1');
    const wrong = await promote('--from', world.stage, '--to', world.late);
    expect(wrong.code).toBe(exitCodes.notStarted);
    expect(await refusals(world.late, '1.1')).toContain(
      `does not have ${world.late} come after ${world.stage}`,
    );
    expect((await promote()).stderr).toContain('Give --to');
  });

  test('is shown before, and does nothing then', async () => {
    const { code, stdout } = await world.cli(
      'promote',
      world.runbook,
      '--to',
      world.prod,
      '--plan',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      plan: { version: '1.1', course: { type: 'promotion', from: world.stage, takes: 'what-runs' } },
    });
    expect((await world.store.read(world.prod))?.current).toMatchObject([{ version: '1.0' }]);
  });

  test('takes exactly what stage has: version and digest', async () => {
    const { code, stdout } = await toProd();
    expect([code, stdout]).toEqual([0, expect.stringContaining('has ended: succeeded')]);
    expect((await inLedger(world.prod))[0]).toEqual(['1.1', world.digest('1.1')]);
    expect((await inLedger(world.stage))[0]).toEqual(['1.1', world.digest('1.1')]);
  });

  test('is refused after the artefact was tagged anew: the digest differs', async () => {
    await world.toStage('1.2');
    const ran = world.digest('1.2');
    world.registry.push('shop', '1.2', { source: 'another build' });
    expect((await toProd('--exempt', 'never mind')).code).toBe(exitCodes.notStarted);
    expect(await refusals(world.prod, '1.2')).toContain(
      `api 1.2 is ${ran} in ${world.stage}, and would be ${world.digest('1.2')}: the digest differs`,
    );
    world.registry.push('shop', '1.2');
    expect(world.digest('1.2')).toBe(ran);
  });

  test('is refused while its version is held', async () => {
    const of = ['1.2', '--runbook', world.runbook, '--environment', world.prod, '--reason'];
    expect((await world.cli('hold', ...of, 'loses carts', '--as', 'kim')).stderr).toBe('');
    const misspelt = ['1.2', '--runbook', 'shp', '--environment', world.prod, '--reason', 'x'];
    const other = await world.cli('hold', ...misspelt);
    expect([other.code, other.stderr]).toEqual([0, expect.stringContaining('has no runbook ‘shp’')]);
    await world.cli('unhold', ...misspelt);
    expect((await toProd('--exempt', 'never mind')).code).toBe(exitCodes.notStarted);
    expect(await refusals(world.prod, '1.2')).toContain(`${world.runbook} 1.2 is held by kim: loses carts`);
    await world.cli('unhold', ...of, 'it was the disk');
    expect((await toProd()).code).toBe(0);
  });

  test('is refused before its time, and says when that is', async () => {
    expect((await promote('--to', world.late)).code).toBe(exitCodes.notStarted);
    expect(await refusals(world.late, '1.2')).toMatch(
      /api 1\.2 must have run in prod-\w+ for 1h, and does so since .*Start again after/,
    );
  });
});

test('what ran in an environment can be read, newest first: version, what it took the place of, by whom', async () => {
  const { stdout } = await world.cli('history', world.prod, '--json');
  const { entries } = JSON.parse(stdout) as { entries: { version: string; service: string; at: string }[] };
  const versions = entries.filter(({ service }) => service === 'api').map(({ version }) => version);
  expect(versions.slice(-2)).toEqual(['1.1', '1.0']);
  expect(entries.map(({ at }) => at)).toEqual(
    entries
      .map(({ at }) => at)
      .sort()
      .reverse(),
  );
  const shown = (await world.cli('history', world.prod, '--service', 'api', '--limit', '1')).stdout.trim();
  expect(shown.split('\n')).toHaveLength(2);
  expect(shown).toMatch(
    /WHEN +SERVICE +VERSION +IN PLACE OF +BY +RELEASE +WHY\n.* api +1\.\d \([0-9a-f]{12}\) +1\.\d/,
  );
  const refused = await world.cli('history', world.prod, '--limit', 'all');
  expect([refused.code, refused.stderr]).toEqual([exitCodes.usage, expect.stringContaining('1 to 1000')]);
  expect((await world.cli('history', 'nowhere')).code).toBe(exitCodes.usage);
});

describe('a rollback to what ran before', () => {
  const held = async () => (await world.store.read(world.prod))?.holds ?? [];

  test('says what is missing before anything is asked', async () => {
    const silent = await world.cli('rollback-to', world.prod, '--yes');
    expect([silent.code, silent.stderr]).toEqual([exitCodes.usage, expect.stringContaining('Give --reason')]);
    expect((await back('0.9')).code).toBe(exitCodes.notStarted);
    expect(await refusals(world.prod, '0.9')).toContain('it has: 1.1, 1.0');
  });

  test('is refused onto a version that is held', async () => {
    const of = ['1.1', '--environment', world.prod, '--reason'];
    await world.cli('hold', ...of, 'leaks', '--as', 'kim');
    expect((await back()).code).toBe(exitCodes.notStarted);
    expect(await refusals(world.prod, '1.1')).toContain('1.1 is held by kim: leaks');
    expect(await held()).toMatchObject([{ version: '1.1' }]);
    await world.cli('unhold', ...of, 'mended');
  });

  test('brings the version before the present one back, by the digest that ran, and holds the environment', async () => {
    const { code, stdout } = await back();
    expect([code, stdout]).toEqual([0, expect.stringContaining('has ended: succeeded')]);
    expect((await inLedger(world.prod))[0]).toEqual(['1.1', world.digest('1.1')]);
    expect(await held()).toMatchObject([
      { runbook: world.runbook, by: 'sam', reason: 'Rolled back from 1.2 to 1.1: Carts are lost' },
    ]);
    expect((await world.cli('board', world.prod)).stdout).toContain(`${world.runbook} (all versions)`);
  });

  test('keeps the version that it left out, until a person lifts the hold', async () => {
    expect((await toProd('--exempt', 'never mind')).code).toBe(exitCodes.notStarted);
    expect(await refusals(world.prod, '1.2')).toContain(`${world.runbook} is held in ${world.prod} by sam`);
    const vague = await world.cli('unhold', '--reason', 'Mended');
    expect([vague.code, vague.stderr]).toEqual([
      exitCodes.usage,
      expect.stringContaining('Give a version; or'),
    ]);
  });

  test('goes further back from there, and not to what was left before', async () => {
    expect((await back()).code).toBe(0);
    expect((await inLedger(world.prod))[0]).toEqual(['1.0', world.digest('1.0')]);
    const lifted = await world.cli(
      ...['unhold', '--runbook', world.runbook, '--environment', world.prod, '--reason', 'Mended'],
    );
    expect([lifted.code, lifted.stdout]).toEqual([0, expect.stringContaining('is held no more: Mended')]);
    expect(await held()).toEqual([]);
    expect((await toProd()).code).toBe(0);
    expect((await inLedger(world.prod))[0]).toEqual(['1.2', world.digest('1.2')]);
  });
});

describe('a rollback of a runbook that needs more than environment and version', () => {
  const planned = async (...more: readonly string[]) => {
    const of = [
      'rollback-to',
      world.late,
      '--reason',
      'Carts are lost',
      '--runbook',
      `carts-${world.runbook}`,
    ];
    return world.cli(...of, '--plan', '--json', ...more);
  };
  const inputOf = ({ stdout }: { readonly stdout: string }): unknown =>
    (JSON.parse(stdout) as { readonly plan: { readonly input: unknown } }).plan.input;
  const start = (version: string, ...more: readonly string[]) =>
    world.cli(
      ...['start', `carts-${world.runbook}`, '--environment', world.late, '--version', version],
      ...['--yes', '--watch', ...more],
    );
  /** By a release that Temporal remembers no more. */
  const recorded = (version: string) =>
    world.store.record(world.late, {
      key: `carts-${version}`,
      release: {
        ...{ id: `release/carts-${world.runbook}/${world.late}/${version}`, environment: world.late },
        ...{ runbook: `carts-${world.runbook}`, version, startedBy: 'sam' },
      },
      why: 'Long ago',
      deployment: { service: 'carts', version },
    });
  beforeAll(async () => {
    await recorded('1.9');
    expect((await start('2.0', '--shard', '7', '--note', 'the first')).code).toBe(0);
    expect((await start('2.1', '--shard', '9')).code).toBe(0);
  }, 60_000);

  test('takes what it needs, and that alone, from the release that went there then', async () => {
    expect(inputOf(await planned())).toEqual({ environment: world.late, version: '2.0', shard: '7' });
  });

  test('takes what is typed before that, as the runbook’s input wants it', async () => {
    expect(inputOf(await planned('--input', 'shard=3', '--input', 'note=again'))).toEqual({
      ...{ environment: world.late, version: '2.0' },
      ...{ shard: '3', note: 'again' },
    });
    const other = await planned('--input', 'version=1.9');
    expect([other.code, other.stdout]).toEqual([
      exitCodes.usage,
      expect.stringContaining('--input version: it is named by the command itself'),
    ]);
  });

  test('says what to give where that release is forgotten', async () => {
    const { code, stdout } = await planned('1.9');
    expect([code, stdout]).toEqual([
      exitCodes.usage,
      expect.stringContaining('--input shard=… is required (Which shard)'),
    ]);
    expect(inputOf(await planned('1.9', '--input', 'shard=5'))).toMatchObject({ shard: '5' });
  });
});

test('a release that a freeze keeps waiting is let through by whom the freeze exempts, and by nobody else', async () => {
  const { stage, runbook } = world;
  await world.cli('freeze', stage, '--exempt-role', 'releng', '--reason', 'The fair');
  world.registry.push('shop', '1.3');
  await world.cli(
    'start',
    runbook,
    '--environment',
    stage,
    '--version',
    '1.3',
    '--yes',
    '--exempt',
    'only me',
  );
  const release = `${runbook}/${stage}/1.3`;
  const waits = (phase: string) =>
    eventually(
      () => world.view(stage, '1.3'),
      (view) => view.phase === phase,
    );
  await waits('queued');
  const exempt = (as: string) => world.cli('exempt', release, '--reason', 'A leak', '--as', as);
  const refused = await exempt('sam');
  expect([refused.code, refused.stderr]).toEqual([
    exitCodes.refused,
    expect.stringContaining('These can: kim'),
  ]);
  const through = await exempt('kim');
  expect([through.code, through.stdout]).toEqual([
    0,
    expect.stringContaining('may go on although it is closed: A leak'),
  ]);
  await waits('running');
  expect((await world.cli('queue', stage)).stdout).toContain('exempt by kim: A leak');
  expect((await world.cli('history', stage, '--audit')).stdout).toMatch(/granted.*exempt by kim: A leak/);
  await world.cli('abort', release, '--yes');
});
