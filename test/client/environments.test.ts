/** Environments by the command line: a real server, the real entity, a practice cluster that is looked at. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { boardSchema } from '../../src/environment/board.ts';
import { diffSchema } from '../../src/environment/diff.ts';
import { whereSchema } from '../../src/environment/where.ts';
import type { ReleaseName } from '../../src/environment/messages.ts';
import { exitCodes } from '../../src/client/exit-codes.ts';
import type { EnvironmentStore } from '../../src/worker/environments/client.ts';
import { startBoardWorld } from '../support/board-world.ts';
import type { BoardWorld } from '../support/board-world.ts';

let world: BoardWorld;
let store: EnvironmentStore;

const digest = (of: string): string => world.digestOf(`example.com/admin:${of}`);
const release = (environment: string, version: string): ReleaseName => ({
  id: `release/shop/${environment}/${version}`,
  runbook: 'shop',
  environment,
  version,
  startedBy: 'maria',
});
const record = (environment: string, version: string, deployment: object = {}) =>
  store.record(environment, {
    key: randomUUID(),
    release: release(environment, version),
    why: `Release of shop ${version}`,
    deployment: { service: 'admin', version, ...deployment },
  });
const board = async (...argv: string[]) =>
  boardSchema.parse(JSON.parse((await world.cli('board', '--json', ...argv)).stdout)).environments;
const where = async (what: string) =>
  whereSchema.parse(JSON.parse((await world.cli('where', what, '--json')).stdout));
const diff = async (from: string, to: string) =>
  diffSchema.parse(JSON.parse((await world.cli('diff', from, to, '--json')).stdout));

beforeAll(async () => {
  world = await startBoardWorld();
  store = world.store;
}, 60_000);
afterAll(() => world.stop());

describe('the board', () => {
  const deployment = { kind: 'Deployment', namespace: 'shop', name: 'admin' } as const;

  test('shows every environment of the configuration, recorded or not', async () => {
    const seen = await board();
    expect(seen.map(({ name }) => name)).toEqual([world.stage, world.prod]);
    expect(seen[0]?.services).toEqual([]);
  });

  test('shows what runs since when, by whom and for which release, seen in the pods', async () => {
    await record(world.stage, '1', {
      digest: digest('1'),
      seenAt: { type: 'workload', ...deployment },
    });
    const [stage] = await board();
    expect(stage?.services).toEqual([
      expect.objectContaining({
        name: 'admin',
        version: '1',
        digest: digest('1'),
        since: expect.stringMatching(/^\d{4}-/),
        by: 'maria',
        release: `release/shop/${world.stage}/1`,
        drift: { state: 'none', says: expect.stringMatching(/^2 of 2 pods of Deployment shop\/admin run/) },
      }),
    ]);
    const shown = await world.cli('board', world.stage);
    expect(shown.stdout).toMatch(/admin +✔ 1 .*maria/);
    expect(shown.stdout).not.toContain(world.prod.toUpperCase());
  });

  test('shows what was changed behind its back: in the pods, and by Argo CD', async () => {
    const revision = world.revision();
    await record(world.prod, '1', { seenAt: { type: 'argocd', application: 'shop', revision } });
    expect((await board(world.prod))[0]?.services[0]?.drift).toMatchObject({ state: 'none' });
    await world.deployBehindOurBack('2');
    const [stage, prod] = await board();
    expect(stage?.services[0]?.drift).toMatchObject({
      state: 'drifted',
      says: expect.stringMatching(/^2 of 2 pods of .* run sha256:\w{12}, not sha256:\w{12}$/),
    });
    expect(prod?.services[0]?.drift).toMatchObject({
      state: 'drifted',
      says: expect.stringContaining(`not ${revision.slice(0, 10)}`),
    });
    const { stdout } = await world.cli('board');
    expect(stdout).toMatch(/admin +≠ 1 /);
    expect(stdout).toContain('Differs from the record');
  });

  test('says what it can’t know, and why', async () => {
    await record(world.prod, '2', {
      seenAt: { type: 'tag', repository: 'shop', tag: 'v2' },
      digest: digest('2'),
    });
    const unseen = (await board(world.prod))[0]?.services[0];
    expect(unseen?.drift).toEqual({
      state: 'unknown',
      says: 'The environment has no system of type oci',
    });
    await record(world.prod, '3');
    const nowhere = (await board(world.prod))[0]?.services[0];
    expect(nowhere?.drift).toEqual({
      state: 'unknown',
      says: 'the record doesn’t say where it can be seen',
    });
    expect((await world.cli('board', world.prod)).stdout).toContain('Unknown, because');
  });

  test('refuses an environment that there is not', async () => {
    const said = await world.cli('board', 'pord');
    expect([said.code, said.stderr]).toEqual([
      exitCodes.usage,
      expect.stringContaining(`no environment 'pord'`),
    ]);
  });
});

describe('a freeze', () => {
  const until = new Date(Date.now() + 36 * 3_600_000).toISOString().replace(/\.\d{3}Z$/, 'Z');

  test('stands on the board with its reason and its end, and is lifted again', async () => {
    const frozen = await world.cli(
      'freeze',
      world.prod,
      '--until',
      until,
      '--reason',
      'Holidays',
      '--as',
      'sam',
    );
    expect([frozen.code, frozen.stdout]).toEqual([
      0,
      expect.stringMatching(/is frozen until \d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z:/),
    ]);
    expect((await board(world.prod))[0]?.freezes).toMatchObject([
      { reason: 'Holidays', by: 'sam', until, services: null, everywhere: false },
    ]);
    expect((await world.cli('board', world.prod)).stdout).toMatch(/until \d{4}-.*Holidays \(sam/);
    const lifted = await world.cli('unfreeze', world.prod, '--reason', 'Over', '--json');
    expect(JSON.parse(lifted.stdout)).toEqual([
      { environment: world.prod, says: expect.stringContaining('is lifted: Over') },
    ]);
    expect((await board(world.prod))[0]?.freezes).toEqual([]);
    const again = await world.cli('unfreeze', world.prod, '--reason', 'Over');
    expect([again.code, again.stderr]).toEqual([exitCodes.notFound, expect.stringContaining('not frozen')]);
  });

  test('may concern one service, and let those go on who have a role', async () => {
    const misspelt = await world.cli('freeze', world.prod, '--service', 'admn', '--reason', 'x');
    expect(misspelt.stderr).toContain(`Nothing called admn is recorded in ${world.prod} so far; there are: `);
    await world.cli('unfreeze', world.prod, '--reason', 'Misspelt');
    const of = ['--service', 'admin', '--exempt-role', 'releng'];
    expect((await world.cli('freeze', world.prod, ...of, '--reason', 'x')).stderr).toBe('');
    const freezes = (await board(world.prod))[0]?.freezes;
    expect(freezes).toMatchObject([{ services: ['admin'], exempt: ['kim'], until: null }]);
    await world.cli('unfreeze', world.prod, '--reason', 'Over');
  });

  test.each([
    [['freeze', 'pord', '--reason', 'x'], 'There is no environment ‘pord’'],
    [['freeze', 'stage'], 'Give --reason'],
    [['freeze', 'stage', '--reason', 'x', '--until', 'soon'], '--until takes a time'],
    [['freeze', 'stage', '--reason', 'x', '--until', '2020-01-01'], 'is past'],
    [['freeze', 'stage', '--reason', 'x', '--exempt-role', 'king'], 'Nobody has the role ‘king’'],
  ])('%j is refused with what to do', async (argv, says) => {
    const named = argv.map((one) => (one === 'stage' ? world.stage : one));
    const said = await world.cli(...named);
    expect([said.code, said.stderr]).toEqual([exitCodes.usage, expect.stringContaining(says)]);
  });
});

describe('a hold', () => {
  test('is everywhere’s unless it says otherwise, and goes away', async () => {
    const version = `9.${Date.now()}`;
    const held = await world.cli('hold', version, '--runbook', 'shop', '--reason', 'It loses carts');
    expect([held.code, held.stdout]).toEqual([0, `shop ${version} is held: It loses carts\n`]);
    for (const { holds } of await board())
      expect(holds).toContainEqual(expect.objectContaining({ version, runbook: 'shop', everywhere: true }));
    const shown = (await world.cli('board')).stdout.split('\n').filter((line) => line.includes(version));
    expect(shown).toEqual([expect.stringMatching(/^ +everywhere +shop/)]);
    expect((await world.cli('unhold', version, '--runbook', 'shop', '--reason', 'Mended')).code).toBe(0);
    expect(JSON.stringify(await board())).not.toContain(version);
  });
});

describe('the queue', () => {
  test('of an environment that nobody has is empty', async () => {
    expect((await world.cli('queue', world.stage)).stdout).toBe(
      `${world.stage} is free, and nothing waits for it.\n`,
    );
  });

  test('tells who has it and who waits, in their order', async () => {
    const handles = await Promise.all(['5', '6'].map((version) => world.holdLease(version)));
    const { stdout } = await world.cli('queue', world.stage, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      holder: { by: 'maria' },
      queue: [{ position: 1, by: 'maria' }],
    });
    const shown = await world.cli('queue', world.stage);
    expect(shown.stdout).toMatch(/has it +shop\//);
    expect((await world.cli('board', world.stage)).stdout).toMatch(/On its way[^]*has it since[^]*is next/);
    for (const handle of handles) await handle.terminate();
  });
});

describe('where', () => {
  test('tells where a version and a digest run, ran, or never did', async () => {
    await record(world.stage, '20', { digest: digest('20') });
    await record(world.stage, '21', { digest: digest('21') });
    expect(await where('21')).toMatchObject({
      kind: 'version',
      environments: [
        { name: world.stage, services: [{ name: 'admin', version: '21', state: 'runs' }] },
        { name: world.prod, services: [{ state: 'missing' }] },
      ],
    });
    expect((await where('20')).environments[0]?.services).toMatchObject([
      { state: 'was', says: expect.stringMatching(/^ran from .* to /) },
    ]);
    expect(await where(digest('21').slice(0, 20))).toMatchObject({
      kind: 'digest',
      environments: [{ services: [{ state: 'runs' }] }, { services: [{ state: 'missing' }] }],
    });
    expect((await world.cli('where', 'no such thing')).code).toBe(exitCodes.usage);
  });

  test('follows a commit into what was built of a later one, by GitHub', async () => {
    const [first = '', second = '', third = ''] = world.commits();
    const repository = world.repository;
    await record(world.stage, '31', { commit: third, repository });
    await record(world.prod, '30', { commit: first, repository });
    const seen = await where(second.slice(0, 10));
    expect(seen).toMatchObject({
      kind: 'commit',
      environments: [{ services: [{ state: 'included' }] }, { services: [{ state: 'missing' }] }],
    });
  });
});

describe('diff', () => {
  test('lists the commits between two environments with their authors and pull requests', async () => {
    const [first = '', second = '', third = ''] = world.commits();
    const { repository } = world;
    await record(world.stage, '41', { commit: third, repository });
    await record(world.prod, '40', { commit: first, repository });
    const seen = await diff(world.stage, world.prod);
    expect(seen.services).toMatchObject([
      { name: 'admin', state: 'differs', from: { version: '41' }, to: { version: '40' } },
    ]);
    expect(seen.ranges).toMatchObject([
      {
        repository,
        services: ['admin'],
        onlyInTo: [],
        onlyInFrom: [{ sha: third }, { sha: second }],
        more: 0,
        problem: null,
      },
    ]);
    const pulls = seen.ranges[0]?.onlyInFrom.flatMap((one) => one.pulls ?? []);
    expect(pulls).toMatchObject([{ number: world.pull }, { number: world.pull }]);
    const { stdout } = await world.cli('diff', world.prod, world.stage);
    expect(stdout).toContain(`${world.stage} has 2 more:`);
    expect(stdout).toContain(`#${world.pull}`);
  });

  test('says so where the record does not suffice', async () => {
    await record(world.prod, '50');
    const seen = await diff(world.stage, world.prod);
    expect([seen.services[0]?.state, seen.ranges]).toEqual(['unknown', []]);
    expect((await world.cli('diff', world.stage, world.stage)).code).toBe(exitCodes.usage);
  });
});
