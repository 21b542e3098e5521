/** The end of a guard: what was watched is through, and nobody waits for those who watched. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { gate } from '../../src/runbook/ask-builder.ts';
import { sequence } from '../../src/runbook/builders.ts';
import { guard } from '../../src/runbook/watch-builders.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { gauge } from '../support/test-checks.ts';
import { set } from '../support/test-steps.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => engine.world.clear());
afterAll(() => engine.stop());

const releng = { roles: ['releng'], people: ['kim'] };
const watched = () =>
  sequence('All', [
    guard(
      'Watch',
      {
        id: 'watch',
        checks: [gauge({ name: 'deaf' }, { id: 'deaf', max: 5 })],
        interval: '100ms',
        onFail: 'rollback',
        ask: { instructions: '', approvers: releng },
      },
      gate('Go on', { id: 'go-on', instructions: '', approvers: releng }),
    ),
    set({ name: 'after', value: '1' }, { id: 'after' }),
  ]);

describe('the end of a guard', () => {
  test('does not wait until its watch has heard of it', async () => {
    engine.world.hold('deaf');
    const release = await engine.start(watched());
    await release.untilNode('go-on', 'waiting');
    await release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });
    await eventually(
      async () => engine.world.effects,
      (effects) => effects.includes('set after'),
    );
    expect(engine.world.isHeld('deaf')).toBe(true);
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('is final: what its watch found too late turns nothing back', async () => {
    engine.world.gauges.set('deaf', 9);
    engine.world.hold('deaf');
    engine.world.hold('after');
    const release = await engine.start(watched());
    await release.untilNode('go-on', 'waiting');
    await release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });
    await release.untilNode('after', 'running');
    engine.world.free('deaf');
    await eventually(
      async () => (await release.handle.describe()).raw.pendingActivities ?? [],
      (pending) => pending.every(({ activityType }) => activityType?.name !== 'watch'),
    );
    engine.world.free('after');
    expect((await release.result()).outcome).toBe('succeeded');
    expect((await release.view()).nodes.find(({ id }) => id === 'watch')?.state).toBe('done');
  });
});
