import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { parallel, sequence } from '../../src/runbook/builders.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { publish, read, set } from '../support/test-steps.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => engine.world.clear());
afterAll(() => engine.stop());

const setA = () => set({ name: 'a', value: '1' }, { id: 'set-a' });
const setB = () => set({ name: 'b', value: '2' }, { id: 'set-b' });

describe('a release', () => {
  test('runs its steps in order, hands outputs on, and ends with a result', async () => {
    const first = setA();
    const release = await engine.start(
      sequence('All', [
        first,
        set({ name: 'b', value: first.output.value }, { id: 'set-b' }),
        read({ name: 'b' }, { id: 'read-b' }),
      ]),
    );
    const result = await release.result();
    expect(result.outcome).toBe('succeeded');
    expect(result.outputs['read-b']).toEqual({ value: '1' });
    expect(engine.world.effects).toEqual(['set a', 'set b']);
    expect(result.steps.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
  });

  test('waits for exactly its plan to be confirmed', async () => {
    const release = await engine.start(sequence('All', [setA()]), { confirm: 'ask' });
    const { digest, waiting } = await release.until(({ phase }) => phase === 'confirming');
    expect(waiting[0]?.for).toBe('confirm');
    await expect(release.send('confirm', { by: 'kim', digest: 'sha256:other' })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('That is not the plan that waits') },
    });
    expect(engine.world.effects).toEqual([]);
    await release.send('confirm', { by: 'kim', digest: digest ?? '' });
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('does not begin when the plan is another than the one said yes to', async () => {
    const release = await engine.start(sequence('All', [setA()]), { confirm: `sha256:${'0'.repeat(64)}` });
    expect(await release.result()).toMatchObject({ outcome: 'not-started' });
    expect(engine.world.effects).toEqual([]);
  });

  test('makes an effect once though the reply to it was lost', async () => {
    engine.world.fault('lost-reply', 'a');
    const release = await engine.start(sequence('All', [setA()]));
    expect((await release.result()).outcome).toBe('succeeded');
    expect(engine.world.effects).toEqual(['set a']);
  });

  test('runs a parallel node side by side within its limit', async () => {
    for (const name of ['a', 'b', 'c']) engine.world.hold(name);
    const steps = ['a', 'b', 'c'].map((name) => set({ name, value: name }, { id: `set-${name}` }));
    const release = await engine.start(parallel('All', steps, { limit: 2 }));
    await release.until(() => engine.world.effects.length === 2);
    expect((await release.view()).nodes.find(({ id }) => id === 'set-c')?.state).toBe('pending');
    for (const name of ['a', 'b', 'c']) engine.world.free(name);
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('pauses: what runs ends, nothing new begins, until it is resumed', async () => {
    engine.world.hold('a');
    const release = await engine.start(sequence('All', [setA(), setB()]));
    await release.until(() => engine.world.effects.length === 1);
    await release.send('pause', { by: 'kim', reason: 'lunch' });
    engine.world.free('a');
    const view = await release.untilNode('set-a', 'done');
    expect(view.phase).toBe('paused');
    await expect(release.send('pause', { by: 'kim' })).rejects.toMatchObject({
      cause: { message: 'kim has paused it already.' },
    });
    expect(engine.world.effects).toEqual(['set a']);
    await release.send('resume', { by: 'kim' });
    expect((await release.result()).outcome).toBe('succeeded');
  });
});

describe('a rollback', () => {
  test('undoes all that was done, newest first, and lists what stays', async () => {
    engine.world.hold('c');
    const release = await engine.start(
      sequence('All', [
        setA(),
        publish({ name: 'p' }),
        setB(),
        set({ name: 'c', value: '3' }, { id: 'set-c' }),
      ]),
    );
    await release.until(() => engine.world.effects.length === 4);
    await release.send('rollback', { by: 'kim', reason: 'looks wrong' });
    const result = await release.result();
    expect(result.outcome).toBe('rolled-back');
    expect(engine.world.effects.slice(4)).toEqual(['undo c', 'undo b', 'undo a']);
    expect(engine.world.values()).toEqual({ p: 'published' });
    expect(result.left).toEqual(['Publish p: what is published stays published']);
  });

  test('is what cancelling the workflow does', async () => {
    engine.world.hold('b');
    const release = await engine.start(sequence('All', [setA(), setB()]));
    await release.until(() => engine.world.effects.length === 2);
    await release.handle.cancel();
    expect((await release.result()).outcome).toBe('rolled-back');
    expect(engine.world.values()).toEqual({});
  });

  test('parks at an undo that fails, and goes on when a person says so', async () => {
    engine.world.hold('b');
    engine.world.fault('undo', 'b');
    const release = await engine.start(sequence('All', [setA(), setB()]));
    await release.until(() => engine.world.effects.length === 2);
    await release.send('rollback', { by: 'kim' });
    const view = await release.untilNode('set-b', 'undo-parked');
    expect(view.waiting[0]?.error?.message).toContain('can’t be put back');
    await release.send('resolve', { by: 'kim', node: 'set-b', action: 'retry' });
    expect((await release.result()).outcome).toBe('rolled-back');
    expect(engine.world.values()).toEqual({});
  });

  test('that a person gives up leaves the rest, and says so', async () => {
    engine.world.hold('b');
    engine.world.fault('undo', 'b');
    const release = await engine.start(sequence('All', [setA(), setB()]));
    await release.until(() => engine.world.effects.length === 2);
    await release.send('rollback', { by: 'kim' });
    await release.untilNode('set-b', 'undo-parked');
    await release.send('abort', { by: 'kim' });
    const result = await release.result();
    expect(result.outcome).toBe('partly-rolled-back');
    expect(result.left).toEqual(['Set a to 1: not put back', 'Set b to 2: not put back']);
  });

  test('by policy begins when the step has failed', async () => {
    engine.world.fault('refuse', 'b');
    const release = await engine.start(
      sequence('All', [setA(), set({ name: 'b', value: '2' }, { id: 'set-b', onFailure: 'rollback' })]),
    );
    const result = await release.result();
    expect(result).toMatchObject({ outcome: 'rolled-back', why: expect.stringContaining('b was refused') });
    expect(engine.world.values()).toEqual({});
  });
});

describe('an abort', () => {
  test('stops and leaves all as it is', async () => {
    engine.world.hold('b');
    const release = await engine.start(sequence('All', [setA(), setB()]));
    await release.until(() => engine.world.effects.length === 2);
    await release.send('abort', { by: 'kim' });
    expect(await release.result()).toMatchObject({ outcome: 'aborted' });
    expect(engine.world.values()).toEqual({ a: '1', b: '2' });
  });
});
