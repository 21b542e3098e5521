import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { gate } from '../../src/runbook/ask-builder.ts';
import { release as child, sequence } from '../../src/runbook/builders.ts';
import { guard, soak } from '../../src/runbook/watch-builders.ts';
import type { SoakOptions } from '../../src/runbook/watch-builders.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { arms, gauge } from '../support/test-checks.ts';
import { set } from '../support/test-steps.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => engine.world.clear());
afterAll(() => engine.stop());

const releng = { roles: ['releng'], people: ['kim', 'lee'] };
const ask = { instructions: 'Explain what was seen.', approvers: releng, quorum: 2 };
const errors = () => gauge({ name: 'errors' }, { id: 'errors', max: 5 });
const setA = () => set({ name: 'a', value: '1' }, { id: 'set-a' });
const setB = () => set({ name: 'b', value: '1' }, { id: 'set-b' });

describe('a soak', () => {
  test('passes when its time is over and all was well', async () => {
    engine.world.gauges.set('errors', 1);
    const release = await engine.start(
      sequence('All', [soak('Soak', { for: '1s', interval: '200ms', checks: [errors()], ask })]),
    );
    expect((await release.result()).outcome).toBe('succeeded');
    expect((await release.view()).nodes.find(({ id }) => id === 'soak')?.note).toContain('errors is 1');
  });

  test('rolls back on a failed check, where the plan says so', async () => {
    engine.world.gauges.set('errors', 9);
    const release = await engine.start(
      sequence('All', [
        setA(),
        soak('Soak', { for: '1h', interval: '200ms', checks: [errors()], onFail: 'rollback', ask }),
      ]),
    );
    expect(await release.result()).toMatchObject({
      outcome: 'rolled-back',
      why: expect.stringContaining('errors is 9'),
    });
    expect(engine.world.values()).toEqual({});
  });

  test('without data is inconclusive, never a pass: it asks', async () => {
    const release = await engine.start(
      sequence('All', [
        soak('Soak', { for: '500ms', interval: '200ms', checks: [errors()], onFail: 'rollback', ask }),
      ]),
    );
    const { waiting } = await release.untilNode('soak', 'waiting');
    expect(waiting[0]?.for).toBe('decision');
    await release.send('decide', { by: 'kim', node: 'soak', decision: 'reject' });
    expect((await release.result()).outcome).toBe('rolled-back');
  });
});

describe('a guard', () => {
  const guarded = () =>
    sequence('All', [
      guard(
        'Watch',
        { checks: [errors()], interval: '200ms', onFail: 'ask', ask },
        sequence('Inside', [gate('Go on', { instructions: '', approvers: releng, quorum: 2 }), setA()]),
      ),
      setB(),
    ]);

  test('holds back what is below it until its trip is explained, and voids earlier approvals', async () => {
    engine.world.gauges.set('errors', 0);
    const release = await engine.start(guarded());
    await release.untilNode('go-on', 'waiting');
    await release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });
    engine.world.gauges.set('errors', 9);
    await release.untilNode('watch', 'waiting');
    expect((await release.view()).waiting.find(({ node }) => node === 'go-on')?.approvals).toEqual([]);
    await expect(
      release.send('decide', { by: 'lee', node: 'go-on', decision: 'approve' }),
    ).rejects.toMatchObject({
      cause: { message: expect.stringContaining('The guard ‘watch’ has found something') },
    });
    for (const by of ['kim', 'lee']) await release.send('decide', { by, node: 'watch', decision: 'approve' });
    await release.untilNode('watch', 'running');
    for (const by of ['kim', 'lee']) await release.send('decide', { by, node: 'go-on', decision: 'approve' });
    expect((await release.result()).outcome).toBe('succeeded');
    expect(engine.world.values()).toEqual({ a: '1', b: '1' });
  });

  test('rolls back when its trip is rejected', async () => {
    engine.world.gauges.set('errors', 9);
    const release = await engine.start(guarded());
    await release.untilNode('watch', 'waiting');
    await release.send('decide', { by: 'kim', node: 'watch', decision: 'reject', reason: 'no idea' });
    expect((await release.result()).outcome).toBe('rolled-back');
  });

  test('keeps watching for its minimum though the work below is quick', async () => {
    engine.world.gauges.set('errors', 0);
    const release = await engine.start(
      sequence('All', [
        guard('Watch', { checks: [errors()], interval: '200ms', atLeast: '2s', ask }, setA()),
        setB(),
      ]),
    );
    const { nodes } = await release.untilNode('set-a', 'done');
    expect(nodes.find(({ id }) => id === 'set-b')?.state).toBe('pending');
    expect((await release.result()).outcome).toBe('succeeded');
  });
});

describe('a release within a release', () => {
  const start = (version: string) =>
    child('Child', { runbook: 'child', input: { environment: 'stage', version } });

  test('is planned when it is reached and hands its outputs on', async () => {
    engine.define('child', sequence('Child', [setA()]));
    const inner = start('2.1');
    const release = await engine.start(
      sequence('All', [inner, set({ name: 'b', value: inner.output.id }, { id: 'set-b' })]),
    );
    expect((await release.result()).outcome).toBe('succeeded');
    expect(engine.world.values()).toEqual({ a: '1', b: 'release/child/stage/2.1' });
  });

  test('is undone with its parent, also when it had ended well', async () => {
    engine.define('child', sequence('Child', [setA()]));
    engine.world.fault('refuse', 'b');
    const release = await engine.start(
      sequence('All', [start('2.2'), set({ name: 'b', value: '1' }, { id: 'set-b', onFailure: 'rollback' })]),
    );
    expect((await release.result()).outcome).toBe('rolled-back');
    expect(engine.world.values()).toEqual({});
  });

  test('rolls itself back when its parent is rolled back meanwhile', async () => {
    engine.define('child', sequence('Child', [setA()]));
    engine.world.hold('a');
    const release = await engine.start(sequence('All', [start('2.3')]));
    await release.until(() => engine.world.effects.length === 1);
    await release.send('rollback', { by: 'kim' });
    expect((await release.result()).outcome).toBe('rolled-back');
    expect(engine.world.values()).toEqual({});
  });

  test('that comes to nothing parks its parent’s node with the reason', async () => {
    const release = await engine.start(
      sequence('All', [
        child('Child', { runbook: 'nowhere', input: { environment: 'stage', version: '2.4' } }),
      ]),
    );
    const { waiting } = await release.untilNode('child', 'parked');
    expect(waiting[0]?.error?.message).toContain('There is no runbook');
    await release.send('abort', { by: 'kim' });
    expect((await release.result()).outcome).toBe('aborted');
  });
});

describe('a soak that compares a canary with its baseline', () => {
  const compared = (options = {}) => arms({ name: 'web' }, { id: 'web', minimumRequests: 10, ...options });
  const soaked = (overrides: Partial<SoakOptions> = {}) =>
    soak('Soak', { for: '1h', interval: '100ms', checks: [compared()], ask, ...overrides });
  const good = { requests: 400_000, canary: 0.005, baseline: 0.005 };
  /** Without a calibration only a disaster is plain within seconds. */
  const bad = { ...good, canary: 0.6 };

  test('ends with its time when harm is ruled out, and keeps the evidence', async () => {
    engine.world.arms.set('web', good);
    const release = await engine.start(sequence('All', [soaked({ for: '1s' })]));
    expect((await release.result()).outcome).toBe('succeeded');
    const soaking = (await release.view()).nodes.find(({ id }) => id === 'soak');
    expect(soaking?.note).toContain('is ruled out for every metric');
    expect(soaking?.evidence?.[0]).toMatchObject({ check: 'web', shadow: false, verdict: 'pass' });
    expect(soaking?.evidence?.[0]?.series).toHaveLength(10);
  });

  test('rolls a bad canary back by evidence', async () => {
    engine.world.arms.set('web', bad);
    const release = await engine.start(sequence('All', [setA(), soaked({ onFail: 'rollback' })]));
    expect(await release.result()).toMatchObject({
      outcome: 'rolled-back',
      why: expect.stringMatching(/50 % or more of its requests in (two|2) ticks running/),
    });
    expect(engine.world.values()).toEqual({});
  });

  test('is inconclusive where the source goes dark, and never a pass', async () => {
    engine.world.arms.set('web', 'dark');
    const release = await engine.start(
      sequence('All', [soaked({ for: '1s', checks: [compared({ inconclusiveLimit: 1000 })] })]),
    );
    const { waiting, nodes } = await release.untilNode('soak', 'waiting');
    expect(waiting[0]?.ask?.evidence[0]?.value).toContain('the source is dark');
    expect(nodes.find(({ id }) => id === 'soak')?.evidence?.[0]?.verdict).toBe('inconclusive');
    await release.send('decide', { by: 'kim', node: 'soak', decision: 'reject' });
    expect((await release.result()).outcome).toBe('rolled-back');
  });

  test('rolls back on too little evidence where the plan says so', async () => {
    engine.world.arms.set('web', 'dark');
    const dark = soaked({ checks: [compared({ inconclusiveLimit: 2 })], onInconclusive: 'rollback' });
    const release = await engine.start(sequence('All', [setA(), dark]));
    expect(await release.result()).toMatchObject({
      outcome: 'rolled-back',
      why: expect.stringContaining('no data in 3 looks'),
    });
  });

  test('reports a shadow check without judging by it', async () => {
    engine.world.arms.set('web', good);
    engine.world.arms.set('other', bad);
    const shadow = arms({ name: 'other' }, { id: 'other', shadow: true });
    const release = await engine.start(
      sequence('All', [soaked({ for: '1s', checks: [compared(), shadow] })]),
    );
    expect((await release.result()).outcome).toBe('succeeded');
    const evidence = (await release.view()).nodes.find(({ id }) => id === 'soak')?.evidence;
    expect(evidence?.map(({ check, shadow: quiet }) => [check, quiet])).toEqual([
      ['web', false],
      ['other', true],
    ]);
  });

  test('waits for an order, as a failed step does, where the plan says so', async () => {
    engine.world.arms.set('web', bad);
    const release = await engine.start(sequence('All', [soaked({ for: '2s', onFail: 'park' }), setB()]));
    const { waiting } = await release.untilNode('soak', 'parked');
    expect(waiting[0]).toMatchObject({ for: 'repair', error: { code: 'failed' } });
    engine.world.arms.set('web', good);
    await release.send('resolve', { by: 'kim', node: 'soak', action: 'retry' });
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('keeps what it saw before a person had it look again', async () => {
    engine.world.arms.set('web', bad);
    const release = await engine.start(sequence('All', [soaked({ for: '15s', onFail: 'ask' })]));
    await release.untilNode('soak', 'waiting');
    const seen = (await release.view()).nodes.find(({ id }) => id === 'soak')?.evidence?.[0];
    engine.world.arms.set('web', good);
    await Promise.all(
      ['kim', 'lee'].map((by) => release.send('decide', { by, node: 'soak', decision: 'approve' })),
    );
    expect((await release.result()).outcome).toBe('succeeded');
    const soaking = (await release.view()).nodes.find(({ id }) => id === 'soak');
    expect(soaking?.evidence?.[0]).toMatchObject({ verdict: 'pass' });
    expect(soaking?.earlier).toEqual([
      expect.objectContaining({
        verdict: 'fail',
        says: expect.stringContaining('50 % or more'),
        evidence: [seen],
      }),
    ]);
    expect(seen?.series.length).toBeGreaterThan(1);
  });
});
