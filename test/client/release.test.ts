/** Answers and orders by the command line, against the real engine on a real server. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { tmpdir } from 'node:os';
import { exitCodes } from '../../src/client/exit-codes.ts';
import { gate, sequence } from '../../src/runbook/builders.ts';
import { slipway } from '../support/cli.ts';
import type { Said } from '../support/cli.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { set } from '../support/test-steps.ts';

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => engine.world.clear());
afterAll(() => engine.stop());

const cli = (...argv: readonly string[]): Promise<Said> =>
  slipway({ cwd: tmpdir(), env: { TEMPORAL_ADDRESS: process.env['SLIPWAY_TEST_TEMPORAL'] } }, ...argv);

const approvers = { roles: ['releng'], people: ['kim', 'alex'] };
const ask = () =>
  gate('Go on?', {
    id: 'go',
    instructions: 'Look.',
    approvers,
    questions: { seen: { type: 'number', title: 'How many?' } },
  });
const setA = () => set({ name: 'a', value: '1' }, { id: 'set-a' });
const idOf = ({ handle }: RunningRelease): string => handle.workflowId.replace('release/', '');

describe('a gate', () => {
  test('is answered by its people with its answers, and everybody else learns why not', async () => {
    const release = await engine.start(sequence('All', [ask(), setA()]));
    await release.untilNode('go', 'waiting');
    const id = idOf(release);

    const stranger = await cli('approve', id, '--as', 'mallory', '--answer', 'seen=3');
    expect([stranger.code, stranger.stderr]).toEqual([
      exitCodes.refused,
      'slipway: mallory may not answer ‘go’; these may: kim, alex.\n',
    ]);
    const silent = await cli('approve', id, '--as', 'kim');
    expect([silent.code, silent.stderr]).toEqual([
      exitCodes.refused,
      expect.stringContaining('--answer seen=…'),
    ]);
    const wordy = await cli('approve', id, 'go', '--as', 'kim', '--answer', 'seen=many');
    expect([wordy.code, wordy.stderr]).toEqual([
      exitCodes.usage,
      expect.stringContaining('‘seen’ takes a number'),
    ]);

    const answered = await cli('approve', id, '--as', 'kim', '--answer', 'seen=3', '--json');
    expect([answered.code, JSON.parse(answered.stdout)]).toEqual([
      0,
      { id: release.handle.workflowId, says: 'Approved ‘go’.' },
    ]);
    const result = await release.result();
    expect(result.outputs['go']).toMatchObject({ answers: { seen: 3 }, approvedBy: ['kim'] });
  });

  test('that is rejected rolls back, which the exit code of watch tells', async () => {
    const release = await engine.start(sequence('All', [setA(), ask()]));
    await release.untilNode('go', 'waiting');
    const id = idOf(release);
    expect((await cli('reject', id, '--as', 'alex', '--reason', 'no')).stdout).toBe('Rejected ‘go’.\n');
    const watched = await cli('watch', id);
    expect(watched.code).toBe(exitCodes.rolledBack);
    expect(watched.stdout).toContain('has ended: rolled-back');
    expect(engine.world.effects).toEqual(['set a', 'undo a']);
  });
});

describe('a parked step', () => {
  test('is retried with one field changed, the others as they were', async () => {
    engine.world.fault('refuse', 'a');
    const release = await engine.start(sequence('All', [setA()]));
    await release.untilNode('set-a', 'parked');
    const id = idOf(release);
    const wrong = await cli('retry', id, '--input', 'nme=b');
    expect([wrong.code, wrong.stderr]).toEqual([exitCodes.refused, expect.stringContaining('nme')]);
    expect((await cli('retry', id, '--input', 'value=2', '--reason', 'typo')).code).toBe(0);
    expect((await release.result()).outcome).toBe('succeeded');
    expect(engine.world.values()).toEqual({ a: '2' });
  });

  test('is skipped with an output given by hand', async () => {
    engine.world.fault('refuse', 'a');
    const first = setA();
    const release = await engine.start(
      sequence('All', [first, set({ name: 'b', value: first.output.value }, { id: 'set-b' })]),
    );
    await release.untilNode('set-a', 'parked');
    expect((await cli('skip', idOf(release), '--output-json', '{"value":"9","key":"k"}')).code).toBe(0);
    await release.result();
    expect(engine.world.values()).toEqual({ b: '9' });
  });
});

describe('orders', () => {
  test('pause, go on, and abort, with the exit code of an aborted release', async () => {
    const release = await engine.start(sequence('All', [ask()]));
    await release.untilNode('go', 'waiting');
    const id = idOf(release);
    expect((await cli('pause', id, '--reason', 'lunch')).code).toBe(0);
    expect((await cli('pause', id)).code).toBe(exitCodes.refused);
    expect((await cli('show', id)).stdout).toContain('Paused by sam');
    expect((await cli('resume', id)).code).toBe(0);
    expect((await cli('abort', id)).code).toBe(0);
    const watched = await cli('watch', id, '--json');
    expect(watched.code).toBe(exitCodes.aborted);
    const lines = watched.stdout.trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ phase: 'closed', outcome: 'aborted' });
  });
});
