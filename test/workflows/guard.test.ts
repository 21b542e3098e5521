import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { gate } from '../../src/runbook/ask-builder.ts';
import { sequence } from '../../src/runbook/builders.ts';
import type { Check } from '../../src/runbook/plan.ts';
import { guard } from '../../src/runbook/watch-builders.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine, RunningRelease } from '../support/engine.ts';
import { arms, gauge } from '../support/test-checks.ts';
import { set } from '../support/test-steps.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => engine.world.clear());
afterAll(() => engine.stop());

const people = { roles: ['releng'], people: ['kim', 'lee'] };
const errors = () => gauge({ name: 'errors' }, { id: 'errors', max: 5 });

/** Promoted by people, then the UI is deployed and the version bumped: all that under one guard. */
const guarded = (check: Check = errors()) =>
  sequence('All', [
    set({ name: 'backend', value: '2' }, { id: 'backend' }),
    guard(
      'Watch production',
      {
        id: 'watch',
        checks: [check],
        interval: '200ms',
        onFail: 'ask',
        ask: { approvers: people, quorum: 1 },
      },
      sequence('Rollout', [
        gate('Promote', { instructions: 'Promote it?', approvers: people, quorum: 1 }),
        set({ name: 'ui', value: '2' }, { id: 'deploy-ui' }),
        set({ name: 'version', value: '3' }, { id: 'bump-version' }),
      ]),
    ),
    set({ name: 'done', value: 'yes' }, { id: 'announce' }),
  ]);

const stateOf = async (release: RunningRelease, id: string) =>
  (await release.view()).nodes.find((node) => node.id === id)?.state;
const answer = (release: RunningRelease, node: string, decision: 'approve' | 'reject', by = 'kim') =>
  release.send('decide', { by, node, decision });

describe('a guard over gate, UI deploy and version bump', () => {
  test('voids what was approved before its trip: the gate has to be answered anew', async () => {
    engine.world.gauges.set('errors', 0);
    const release = await engine.start(
      sequence('All', [
        guard(
          'Watch production',
          { id: 'watch', checks: [errors()], interval: '200ms', ask: { approvers: people, quorum: 1 } },
          gate('Promote', { instructions: 'Promote it?', approvers: people, quorum: 2 }),
        ),
      ]),
    );
    await release.untilNode('promote', 'waiting');
    await answer(release, 'promote', 'approve', 'kim');
    engine.world.gauges.set('errors', 9);
    await release.untilNode('watch', 'waiting');
    await answer(release, 'watch', 'approve');
    await release.untilNode('watch', 'running');
    // One more is one of two again: the approval of before does not count.
    await answer(release, 'promote', 'approve', 'lee');
    expect((await release.view()).waiting.find(({ node }) => node === 'promote')?.approvals).toMatchObject([
      { by: 'lee' },
    ]);
    expect((await release.view()).audit.filter(({ what }) => what === 'voided')).toHaveLength(1);
    await answer(release, 'promote', 'approve', 'kim');
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('keeps judging while the UI is deployed: the version is not bumped before its trip is explained', async () => {
    engine.world.gauges.set('errors', 0);
    engine.world.hold('ui');
    const release = await engine.start(guarded());
    await release.untilNode('promote', 'waiting');
    await answer(release, 'promote', 'approve');
    await release.until(() => engine.world.effects.includes('set ui'));
    engine.world.gauges.set('errors', 9);
    await release.untilNode('watch', 'waiting');
    engine.world.free('ui');
    await release.untilNode('deploy-ui', 'done');
    expect(await stateOf(release, 'bump-version')).toBe('pending');
    expect(engine.world.effects).not.toContain('set version');
    await answer(release, 'watch', 'approve');
    expect((await release.result()).outcome).toBe('succeeded');
    expect(engine.world.values()).toMatchObject({ ui: '2', version: '3', done: 'yes' });
  });

  test('keeps judging while the version is bumped: nothing comes after, and all is put back when it is rejected', async () => {
    engine.world.gauges.set('errors', 0);
    engine.world.hold('version');
    const release = await engine.start(guarded());
    await release.untilNode('promote', 'waiting');
    await answer(release, 'promote', 'approve');
    await release.until(() => engine.world.effects.includes('set version'));
    engine.world.gauges.set('errors', 9);
    await release.untilNode('watch', 'waiting');
    engine.world.free('version');
    await release.untilNode('bump-version', 'done');
    expect(await stateOf(release, 'announce')).toBe('pending');
    await answer(release, 'watch', 'reject');
    expect((await release.result()).outcome).toBe('rolled-back');
    expect(engine.world.values()).toEqual({});
    expect(engine.world.effects).toEqual([
      ...['set backend', 'set ui', 'set version'],
      ...['undo version', 'undo ui', 'undo backend'],
    ]);
  });

  test('trips by evidence that came after the gate, and keeps it', async () => {
    const good = { requests: 400_000, canary: 0.005, baseline: 0.005 };
    engine.world.arms.set('web', good);
    engine.world.hold('ui');
    const release = await engine.start(guarded(arms({ name: 'web' }, { id: 'web', minimumRequests: 10 })));
    await release.untilNode('promote', 'waiting');
    await answer(release, 'promote', 'approve');
    await release.untilNode('deploy-ui', 'running');
    engine.world.arms.set('web', { ...good, canary: 0.6 });
    const { nodes } = await release.untilNode('watch', 'waiting');
    expect(nodes.find(({ id }) => id === 'watch')?.evidence?.[0]).toMatchObject({ verdict: 'fail' });
    engine.world.free('ui');
    await answer(release, 'watch', 'reject');
    expect((await release.result()).outcome).toBe('rolled-back');
    expect(engine.world.values()).toEqual({});
  });
});
