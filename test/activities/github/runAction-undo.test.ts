/** Undo of github.runAction against the practice GitHub. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runAction } from '../../../src/activities/github/runAction.ts';
import { isEffect } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import type { AttemptOptions } from '../../support/attempt.ts';
import { repository, startGithub } from '../../support/github.ts';
import type { StartedGithub } from '../../support/github.ts';

const step = runAction.definition;
const inputs = { environment: 'stage', ref: 'v3.111' };
const keyless = { repository, workflow: 'deploy-ui.yml', ref: 'main', inputs, pollSeconds: 1 };
const back = { inputs: { environment: 'stage', ref: 'v3.110' } };
const keyed = { ...keyless, keyInput: 'slipway-key', undo: back };

let github: StartedGithub;
beforeEach(async () => void (github = await startGithub()));
afterEach(async () => {
  expect(github.watch.problems).toEqual([]);
  await github.stop();
});
const ctx = (options: AttemptOptions = {}) => contextFor({ github: github.octokit }, options);
const times = (effect: string) => github.effects().filter((one) => one === effect).length;
const deployed = () => github.system.state().deployments['lock-ui/stage'];
const dropReply = () =>
  github.world.faults.add({ method: 'POST', path: 'dispatches', kind: { type: 'drop-reply' } });

function observe(input: object, key: string, earlier?: { newestRun: number }) {
  if (!isEffect(step)) throw new Error('an effect');
  return step.observe(step.input.parse(input), ctx({ key }), earlier);
}

describe('undo', () => {
  test('runs the action again with the inputs that put things back', async () => {
    const before = github.system.snapshot();
    const { known } = await attempt(step, keyed, ctx());
    expect(await undo(step, known, ctx())).toMatch(
      /^Ran deploy-ui.yml of harbour\/lock again to put things back: http/,
    );
    expect(github.system.snapshot()).toEqual(before);
    expect(await observe(keyed, 'key-1')).toMatchObject({ state: 'absent' });
    expect(github.world.journal.duplicates()).toEqual([]);
  });

  test('whose answer was lost finds its run again by the key', async () => {
    const { known } = await attempt(step, keyed, ctx());
    dropReply();
    expect(await failureOf(undo(step, known, ctx()))).toMatchObject({
      type: 'unavailable',
      nonRetryable: false,
    });
    await undo(step, known, ctx());
    expect(times('workflow.dispatch')).toBe(2);
    expect(deployed()).toBe('v3.110');
  });

  test('without a key goes on from the heartbeat of the attempt before', async () => {
    const { known } = await attempt(step, { ...keyless, undo: back }, ctx());
    const first = ctx();
    await undo(step, known, first);
    await undo(step, known, ctx({ resumed: first.beats.at(-1) ?? null }));
    expect(times('workflow.dispatch')).toBe(2);
  });

  test('without a key, after a lost answer, asks a person', async () => {
    const { known } = await attempt(step, { ...keyless, undo: back }, ctx());
    dropReply();
    const first = ctx();
    await failureOf(undo(step, known, first));
    const failure = await failureOf(undo(step, known, ctx({ resumed: first.beats.at(-1) ?? null })));
    expect(failure).toMatchObject({ type: 'unknown', nonRetryable: true });
    expect(times('workflow.dispatch')).toBe(2);
  });

  test('cancels a run that is still going', async () => {
    const slow = await startGithub({ pace: 10 });
    try {
      const starting = contextFor({ github: slow.octokit });
      const acted = isEffect(step)
        ? await step.act(step.input.parse(keyless), starting, { newestRun: 0 })
        : undefined;
      const ref = acted?.state === 'started' ? acted.ref : null;
      // The pace makes a cancel take its time as well: hurry it up, as no test should wait for it.
      const undoing = undo(
        step,
        { input: step.input.parse(keyless), before: { newestRun: 0 }, ref },
        starting,
      );
      while (!slow.effects().includes('run.cancel')) await new Promise((resolve) => setTimeout(resolve, 10));
      slow.system.meddle((draft) => {
        for (const run of draft.repositories[repository]?.runs ?? []) run.work.endsAt = Date.now();
      });
      expect(await undoing).toMatch(/^Cancelled the run http.*does not say how to put its effect back/);
      expect(slow.system.state().deployments['lock-ui/stage']).toBe('v3.110');
    } finally {
      await slow.stop();
    }
  });

  test('that no one described says what is left to do', async () => {
    const { known } = await attempt(step, keyless, ctx());
    expect(await undo(step, known, ctx())).toMatch(/^Left as it is: the run http.*run deploy-ui.yml again/);
    expect(times('workflow.dispatch')).toBe(1);
  });

  test('that fails is an undo that failed', async () => {
    const { known } = await attempt(step, keyed, ctx());
    github.system.failNext('Build and Deploy UI', 1);
    expect(await failureOf(undo(step, known, ctx()))).toMatchObject({
      type: 'undo-failed',
      nonRetryable: true,
    });
  });

  test('is harmless if nothing was dispatched', async () => {
    const known = { input: step.input.parse(keyed), before: { newestRun: 0 } };
    expect(await undo(step, known, ctx())).toMatch(/^No run of deploy-ui.yml was dispatched/);
    expect(times('workflow.dispatch')).toBe(0);
  });
});
