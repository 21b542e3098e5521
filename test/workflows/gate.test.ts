import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { gate } from '../../src/runbook/ask-builder.ts';
import type { GateOptions } from '../../src/runbook/ask-builder.ts';
import { sequence } from '../../src/runbook/builders.ts';
import { startEngine } from '../support/engine.ts';
import type { Engine } from '../support/engine.ts';
import { set } from '../support/test-steps.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterEach(() => engine.world.clear());
afterAll(() => engine.stop());

const releng = { roles: ['releng'], people: ['kim', 'lee', 'sam'] };
const ask = (options: Partial<GateOptions> = {}) =>
  gate('Go on', { instructions: 'Look at the graphs.', approvers: releng, ...options });
const setA = () => set({ name: 'a', value: '1' }, { id: 'set-a' });

const refusal = (message: string) => ({ cause: { message: expect.stringContaining(message) } });

describe('a gate', () => {
  test('waits, tells the exact commands, and lets the release go on when it is approved', async () => {
    const release = await engine.start(sequence('All', [ask(), setA()]));
    const { waiting, runbook } = await release.untilNode('go-on', 'waiting');
    expect(waiting[0]?.commands[0]).toBe(`slipway approve ${runbook}/stage/1.0 go-on`);
    await release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });
    expect((await release.result()).outputs['go-on']).toEqual({ answers: {}, approvedBy: ['kim'] });
  });

  test('refuses at once, with the reason, whoever may not answer it', async () => {
    const release = await engine.start(sequence('All', [ask({ notStarter: true })]));
    await release.untilNode('go-on', 'waiting');
    const decide = (by: string) => release.send('decide', { by, node: 'go-on', decision: 'approve' });
    await expect(decide('eve')).rejects.toMatchObject(
      refusal('eve may not answer ‘go-on’; these may: kim, lee, sam.'),
    );
    await expect(decide('sam')).rejects.toMatchObject(refusal('Four eyes: sam started this release'));
    await expect(
      release.send('decide', { by: 'kim', node: 'other', decision: 'approve' }),
    ).rejects.toMatchObject(refusal('The plan has no node ‘other’; it has: all, go-on.'));
    await decide('kim');
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('needs as many different people as its quorum says', async () => {
    const release = await engine.start(sequence('All', [ask({ quorum: 2 })]));
    await release.untilNode('go-on', 'waiting');
    const decide = (by: string) => release.send('decide', { by, node: 'go-on', decision: 'approve' });
    expect(await decide('kim')).toBe('Approved; 1 more must approve.');
    await expect(decide('kim')).rejects.toMatchObject(refusal('kim has approved'));
    await decide('lee');
    expect((await release.result()).outputs['go-on']).toMatchObject({ approvedBy: ['kim', 'lee'] });
  });

  test('takes typed answers, which later steps refer to', async () => {
    const question = ask({
      questions: {
        value: { type: 'text', title: 'What value?' },
        size: { type: 'choice', title: 'What size?', choices: ['small', 'large'], required: false },
      },
    });
    const release = await engine.start(
      sequence('All', [
        question,
        set({ name: 'a', value: { $ref: 'go-on.answers.value' } }, { id: 'set-a' }),
      ]),
    );
    await release.untilNode('go-on', 'waiting');
    const approve = (answers: Record<string, string | number>) =>
      release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve', answers });
    await expect(approve({})).rejects.toMatchObject(
      refusal('‘What value?’ must be answered (--answer value=…).'),
    );
    await expect(approve({ value: 7 })).rejects.toMatchObject(refusal('takes a text'));
    await expect(approve({ value: 'x', size: 'huge' })).rejects.toMatchObject(
      refusal('takes one of small, large'),
    );
    await expect(approve({ value: 'x', colour: 'red' })).rejects.toMatchObject(
      refusal('No such question: colour.'),
    );
    await approve({ value: '42', size: 'small' });
    await release.result();
    expect(engine.world.values()).toEqual({ a: '42' });
  });

  test('rolls back what was done when it is rejected', async () => {
    const release = await engine.start(sequence('All', [setA(), ask()]));
    await release.untilNode('go-on', 'waiting');
    await release.send('decide', { by: 'lee', node: 'go-on', decision: 'reject', reason: 'errors rise' });
    expect(await release.result()).toMatchObject({
      outcome: 'rolled-back',
      why: expect.stringContaining('rejected by lee: errors rise'),
    });
    expect(engine.world.values()).toEqual({});
  });

  test('can be answered by the signals of the web UI, and writes down why it refused one', async () => {
    const release = await engine.start(sequence('All', [ask()]));
    await release.untilNode('go-on', 'waiting');
    await release.handle.signal('approve', { by: 'eve' });
    await release.handle.signal('approve', 'nonsense');
    await release.until(({ audit }) => audit.filter(({ what }) => what === 'refused').length === 2);
    await release.handle.signal('approve', { by: 'kim' });
    expect((await release.result()).outcome).toBe('succeeded');
  });

  test('reminds, then escalates to a further role, then meets its deadline', async () => {
    const chiefs = { roles: ['chief'], people: ['max'] };
    const release = await engine.start(
      sequence('All', [
        ask({
          reminders: [
            { after: '1s', to: releng },
            { after: '2s', to: chiefs },
          ],
          deadline: { after: '3s', then: 'reject' },
        }),
      ]),
    );
    expect(await release.result()).toMatchObject({ outcome: 'rolled-back' });
    expect(engine.reminders.map(({ people }) => people)).toEqual([releng.people, chiefs.people]);
  });

  test('asks again after a deadline that parks it, and can’t be skipped', async () => {
    const release = await engine.start(sequence('All', [ask({ deadline: { after: '1s', then: 'park' } })]));
    await release.untilNode('go-on', 'parked');
    await expect(release.send('resolve', { by: 'kim', node: 'go-on', action: 'skip' })).rejects.toMatchObject(
      refusal('is a gate: retry it to ask again'),
    );
    await release.send('resolve', { by: 'kim', node: 'go-on', action: 'retry' });
    await release.untilNode('go-on', 'waiting');
    await release.send('decide', { by: 'kim', node: 'go-on', decision: 'approve' });
    expect((await release.result()).outcome).toBe('succeeded');
  });
});
