import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { sequence } from '../../src/runbook/builders.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { read, set } from '../support/test-steps.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => engine.world.clear());
afterAll(() => engine.stop());

const setA = (options = {}) => set({ name: 'a', value: '1' }, { id: 'set-a', ...options });
const refusal = (message: string) => ({ cause: { message: expect.stringContaining(message) } });

describe('a parked step', () => {
  test('says what happened and what to do, and goes on when a person retries it', async () => {
    engine.world.fault('refuse', 'a');
    const release = await engine.start(sequence('All', [setA()]));
    const { waiting } = await release.untilNode('set-a', 'parked');
    expect(waiting[0]).toMatchObject({
      for: 'repair',
      error: {
        code: 'refused',
        message: 'a was refused',
        remedy: expect.stringContaining('Amend the input'),
      },
    });
    await release.send('resolve', { by: 'kim', node: 'set-a', action: 'retry' });
    expect((await release.result()).outcome).toBe('succeeded');
    expect(engine.world.effects).toEqual(['set a']);
  });

  test('keeps its idempotency key over a retry, so that an effect whose reply was lost is found', async () => {
    engine.world.fault('goes-dark', 'a');
    const release = await engine.start(sequence('All', [setA()]));
    await release.untilNode('set-a', 'parked');
    expect(engine.world.effects).toEqual(['set a']);
    await release.send('resolve', { by: 'kim', node: 'set-a', action: 'retry' });
    expect((await release.result()).outcome).toBe('succeeded');
    expect(engine.world.effects).toEqual(['set a']);
  });

  test('gets a new key when the effect was seen and came out badly: it is done anew', async () => {
    engine.world.fault('fail', 'a');
    const release = await engine.start(sequence('All', [setA()]));
    await release.untilNode('set-a', 'parked');
    await release.send('resolve', { by: 'kim', node: 'set-a', action: 'retry' });
    expect((await release.result()).outcome).toBe('succeeded');
    expect(engine.world.effects).toEqual(['set a', 'set a']);
  });

  test('parks when it can’t be seen whether it was done, and does nothing on a guess', async () => {
    engine.world.fault('unknown', 'a', 2);
    const release = await engine.start(sequence('All', [setA()]));
    const { waiting } = await release.untilNode('set-a', 'parked');
    expect(waiting[0]?.error).toMatchObject({ code: 'unknown' });
    expect(engine.world.effects).toEqual([]);
    await release.send('resolve', { by: 'kim', node: 'set-a', action: 'retry' });
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('takes amended input that the schema accepts, and records old and new', async () => {
    engine.world.fault('refuse', 'a');
    const release = await engine.start(sequence('All', [setA()]));
    await release.untilNode('set-a', 'parked');
    const amend = (input: Record<string, string>) =>
      release.send('resolve', { by: 'kim', node: 'set-a', action: 'amend', input, reason: 'typo' });
    await expect(amend({ name: 'a' })).rejects.toMatchObject(refusal('input.value: '));
    await amend({ name: 'a', value: '2' });
    await release.result();
    expect(engine.world.values()).toEqual({ a: '2' });
    const { audit } = await release.view();
    expect(audit.find(({ what }) => what === 'amend')?.detail).toEqual({
      old: { name: 'a', value: '1' },
      new: { name: 'a', value: '2' },
    });
  });

  test('can be skipped with an output by hand, which later steps get', async () => {
    engine.world.fault('refuse', 'a');
    const first = setA();
    const release = await engine.start(
      sequence('All', [first, set({ name: 'b', value: first.output.value }, { id: 'set-b' })]),
    );
    await release.untilNode('set-a', 'parked');
    await release.send('resolve', {
      by: 'kim',
      node: 'set-a',
      action: 'skip',
      output: { value: '9', key: 'none' },
    });
    await release.result();
    expect(engine.world.values()).toEqual({ b: '9' });
  });

  test('that was skipped without an output parks the steps that need it', async () => {
    engine.world.fault('refuse', 'a');
    const first = setA();
    const release = await engine.start(
      sequence('All', [first, set({ name: 'b', value: first.output.value }, { id: 'set-b' })]),
    );
    await release.untilNode('set-a', 'parked');
    await release.send('resolve', { by: 'kim', node: 'set-a', action: 'skip' });
    const { waiting } = await release.untilNode('set-b', 'parked');
    expect(waiting[0]?.error?.message).toBe('No output for set-a.value.');
    await release.send('resolve', {
      by: 'kim',
      node: 'set-b',
      action: 'amend',
      input: { name: 'b', value: '5' },
    });
    await release.result();
    expect(engine.world.values()).toEqual({ b: '5' });
  });

  test('can’t be skipped where the plan says that it is required', async () => {
    engine.world.fault('refuse', 'a');
    const release = await engine.start(sequence('All', [setA({ required: true })]));
    await release.untilNode('set-a', 'parked');
    await expect(release.send('resolve', { by: 'kim', node: 'set-a', action: 'skip' })).rejects.toMatchObject(
      refusal('required by the plan'),
    );
    await release.send('resolve', { by: 'kim', node: 'set-a', action: 'abort' });
    expect((await release.result()).outcome).toBe('aborted');
  });

  test('rolls back when a person orders it there', async () => {
    const release = await engine.start(sequence('All', [setA(), read({ name: 'missing' }, { id: 'look' })]));
    await release.untilNode('look', 'parked');
    await release.send('resolve', { by: 'kim', node: 'look', action: 'rollback' });
    expect((await release.result()).outcome).toBe('rolled-back');
    expect(engine.world.values()).toEqual({});
  });

  test('is not needed where the plan says to go on without it', async () => {
    const release = await engine.start(
      sequence('All', [read({ name: 'missing' }, { id: 'look', onFailure: 'continue' }), setA()]),
    );
    const result = await release.result();
    expect(result.outcome).toBe('succeeded');
    expect(result.steps[0]).toMatchObject({ id: 'look', state: 'failed' });
  });
});
