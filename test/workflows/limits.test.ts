/** What a release may hold: each limit is met with a clear word, far from what Temporal would break at. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { held } from '../../src/activities/limits.ts';
import { gate, sequence } from '../../src/runbook/builders.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { set } from '../support/test-steps.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => engine.world.clear());
afterAll(() => engine.stop());

const of = (bytes: number): string => 'x'.repeat(bytes);
/** What an output has besides its value. */
const rest = JSON.stringify({ value: '', key: `sw-${of(32)}` }).length;
const ask = gate('Go on', { instructions: '', approvers: { roles: ['releng'], people: ['kim'] } });

describe('a release holds', () => {
  test('an output of 64 KB, and refuses one that is a byte larger', async () => {
    const fits = of(held.output - rest);
    const release = await engine.start(
      sequence('All', [
        set({ name: 'a', value: fits }, { id: 'set-a', title: 'Set a' }),
        set({ name: 'b', value: `${fits}x` }, { id: 'set-b', title: 'Set b' }),
      ]),
    );
    const { waiting } = await release.untilNode('set-b', 'parked');
    expect(waiting[0]?.error).toMatchObject({
      code: 'refused',
      message: 'test.set gave an output of 65 KB; a release holds at most 64 KB of each step.',
    });
    await release.send('rollback', { by: 'kim' });
    expect((await release.result()).outcome).toBe('rolled-back');
    expect(engine.world.values()).toEqual({});
  });

  test('512 KB of outputs, and parks before a step for which there is no place; rolls back from there', async () => {
    // Input and output hold the value once each.
    const steps = Array.from({ length: 8 }, (_, index) =>
      set({ name: `s${index}`, value: of(40_000) }, { id: `set-${index}`, title: `Set ${index}` }),
    );
    const release = await engine.start(sequence('All', steps));
    const { waiting } = await release.until((view) => view.waiting.length > 0);
    expect(waiting[0]?.node).toBe('set-5');
    expect(waiting[0]?.error?.message).toMatch(/take \d+ KB; at most 512 KB may be held/);
    expect(engine.world.effects).not.toContain('set s5');
    await release.send('rollback', { by: 'kim' });
    expect((await release.result()).outcome).toBe('rolled-back');
    expect(engine.world.values()).toEqual({});
  });

  test('512 KB of what people said; then no pause, but every word that moves it on', async () => {
    const release = await engine.start(sequence('All', [ask]));
    await release.untilNode('go-on', 'waiting');
    let refusal: unknown;
    for (let said = 0; said < 300 && refusal === undefined; said += 1) {
      refusal = await release
        .send('pause', { by: 'kim', reason: of(4000) })
        .then(() => release.send('resume', { by: 'kim' }))
        .then(() => undefined)
        .catch((error: unknown) => error);
    }
    expect(refusal).toMatchObject({ cause: { message: expect.stringContaining('takes no more pauses') } });
    const { audit } = await release.view();
    expect(audit.filter(({ what }) => what === 'paused').length).toBeGreaterThan(100);
    await release.handle.signal('approve', { by: 'eve' });
    await release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });
    expect((await release.result()).outcome).toBe('succeeded');
    expect((await release.view()).audit.filter(({ what }) => what === 'refused')).toEqual([]);
  });
});
