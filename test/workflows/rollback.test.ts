/** A rollback's corners: orders that come while it runs, undos that fail, steps that were skipped or never did anything. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { gate, sequence } from '../../src/runbook/builders.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { publish, set } from '../support/test-steps.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => engine.world.clear());
afterAll(() => engine.stop());

const step = (name: string, options = {}) =>
  set({ name, value: name }, { id: `set-${name}`, title: `Set ${name}`, ...options });
const ask = gate('Go on', { instructions: '', approvers: { roles: ['releng'], people: ['kim'] } });
const refusal = (why: string) => ({ cause: { message: expect.stringContaining(why) } });

async function brought(...names: readonly string[]): Promise<RunningRelease> {
  const release = await engine.start(sequence('All', [...names.map((name) => step(name)), ask]));
  await release.untilNode('go-on', 'waiting');
  return release;
}

describe('while a release rolls back', () => {
  test('a second order to roll back is refused, and so are a pause and an answer to what is over', async () => {
    engine.world.fault('undo', 'b');
    const release = await brought('a', 'b');
    await release.send('rollback', { by: 'kim' });
    await release.untilNode('set-b', 'undo-parked');
    await expect(release.send('rollback', { by: 'lee' })).rejects.toMatchObject(
      refusal('kim has ordered its rollback already'),
    );
    await expect(release.send('pause', { by: 'lee' })).rejects.toMatchObject(
      refusal('can’t be paused while it is rolling-back'),
    );
    await expect(
      release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' }),
    ).rejects.toMatchObject(refusal('asks nothing now: it is cancelled'));
    await release.send('resolve', { by: 'kim', node: 'set-b', action: 'retry' });
    expect((await release.result()).outcome).toBe('rolled-back');
    expect(engine.world.effects).toEqual(['set a', 'set b', 'undo b', 'undo a']);
  });

  test('a parked undo takes retry and skip alone: there is no rollback of a rollback', async () => {
    engine.world.fault('undo', 'a');
    const release = await brought('a');
    await release.send('rollback', { by: 'kim' });
    await release.untilNode('set-a', 'undo-parked');
    for (const action of ['rollback', 'abort'] as const) {
      await expect(release.send('resolve', { by: 'kim', node: 'set-a', action })).rejects.toMatchObject(
        refusal('A parked undo takes retry or skip'),
      );
    }
    await release.send('resolve', { by: 'kim', node: 'set-a', action: 'retry' });
    expect((await release.result()).outcome).toBe('rolled-back');
  });

  test('an undo that fails again parks again, and one that is skipped is reported as left', async () => {
    engine.world.fault('undo', 'b', 2);
    const release = await brought('a', 'b', 'c');
    await release.send('rollback', { by: 'kim' });
    const first = await release.untilNode('set-b', 'undo-parked');
    expect(first.undo.map(({ node }) => node)).toEqual(['set-b', 'set-a']);
    await release.send('resolve', { by: 'kim', node: 'set-b', action: 'retry' });
    await release.until(({ audit }) => audit.filter(({ what }) => what === 'parked').length === 2);
    await release.send('resolve', { by: 'kim', node: 'set-b', action: 'skip', reason: 'done by hand' });
    const result = await release.result();
    expect(result).toMatchObject({ outcome: 'partly-rolled-back', left: ['Set b: not put back'] });
    expect(engine.world.values()).toEqual({ b: 'b' });
  });

  test('an abort lets the undo that runs come to its end, and leaves the rest', async () => {
    engine.world.holdUndo('b');
    const release = await brought('a', 'b');
    await release.send('rollback', { by: 'kim' });
    await release.untilNode('set-b', 'undoing');
    await release.send('abort', { by: 'lee' });
    await expect(release.send('abort', { by: 'lee' })).rejects.toMatchObject(
      refusal('It is being aborted already'),
    );
    engine.world.freeUndo('b');
    const result = await release.result();
    expect(result).toMatchObject({ outcome: 'partly-rolled-back', left: ['Set a: not put back'] });
    expect(engine.world.effects).toEqual(['set a', 'set b', 'undo b']);
  });
});

describe('a rollback', () => {
  test('undoes a step that was skipped after its effect was there', async () => {
    engine.world.fault('fail', 'b');
    const release = await engine.start(sequence('All', [step('a'), step('b'), ask]));
    await release.untilNode('set-b', 'parked');
    await release.send('resolve', { by: 'kim', node: 'set-b', action: 'skip' });
    await release.untilNode('go-on', 'waiting');
    expect((await release.view()).undo.map(({ node }) => node)).toEqual(['set-b', 'set-a']);
    await release.send('rollback', { by: 'kim' });
    expect(await release.result()).toMatchObject({ outcome: 'rolled-back', left: [] });
    expect(engine.world.values()).toEqual({});
  });

  test('says of a step that was skipped before it did anything that it never happened', async () => {
    engine.world.fault('refuse', 'b');
    const release = await engine.start(
      sequence('All', [step('a'), step('b', { leaves: 'a log line' }), ask]),
    );
    await release.untilNode('set-b', 'parked');
    await release.send('resolve', { by: 'kim', node: 'set-b', action: 'skip' });
    await release.untilNode('go-on', 'waiting');
    await release.send('rollback', { by: 'kim' });
    expect(await release.result()).toMatchObject({ outcome: 'rolled-back', left: [] });
    const { audit } = await release.view();
    expect(audit.find(({ what, node }) => what === 'undone' && node === 'set-b')?.says).toContain(
      'it never happened',
    );
    expect(engine.world.effects).toEqual(['set a', 'undo a']);
  });

  test('lists what stays of what it undid, and what can’t be undone at all', async () => {
    const release = await engine.start(
      sequence('All', [step('a', { leaves: 'a log line' }), publish({ name: 'p' }), ask]),
    );
    const { undo } = await release.untilNode('go-on', 'waiting');
    expect(undo).toMatchObject([
      { node: 'publish', irreversible: 'what is published stays published' },
      { node: 'set-a', leaves: 'a log line' },
    ]);
    await release.send('rollback', { by: 'kim' });
    expect((await release.result()).left).toEqual([
      'Set a: undone, but this stays: a log line',
      'Publish p: what is published stays published',
    ]);
  });

  test('can’t be ordered once the release is over: its version is released again instead', async () => {
    const release = await brought('a');
    await release.send('rollback', { by: 'kim' });
    expect((await release.result()).outcome).toBe('rolled-back');
    await expect(release.send('rollback', { by: 'kim' })).rejects.toThrow();
  });
});
