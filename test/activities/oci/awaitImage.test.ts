/** `oci.awaitImage` against the practised registry. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { awaitImage } from '../../../src/activities/oci/index.ts';
import type { ReadStep, StepContext } from '../../../src/activities/contract.ts';
import { createRegistry } from '../../../src/practice/oci/index.ts';
import type { Registry } from '../../../src/practice/oci/index.ts';
import { startPracticeSystem } from '../../support/practice-system.ts';
import type { StartedPracticeSystem } from '../../support/practice-system.ts';
import { stepContext } from '../../support/step-context.ts';
import type { TestContextOptions } from '../../support/step-context.ts';

describe('oci.awaitImage', () => {
  const step = awaitImage.definition as ReadStep;
  let started: StartedPracticeSystem<Registry>;
  const context = (options: TestContextOptions = {}) =>
    stepContext({ ...options, systems: { oci: { type: 'oci', url: started.url } } });
  const settle = (ctx: StepContext, input: object = {}) =>
    step.settle(null, ctx, step.input.parse({ repository: 'mozilla/balrog', tag: 'v3.111', ...input }));

  beforeEach(async () => {
    started = await startPracticeSystem(createRegistry);
  });
  afterEach(() => started.stop());

  test('pins a tag that is there by its digest', async () => {
    const digest = started.system.push('mozilla/balrog', 'v3.111');
    const output = await settle(context());
    expect(step.output.parse(output)).toEqual({
      reference: `mozilla/balrog:v3.111@${digest}`,
      digest,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
    });
  });

  test('refuses a tag that stands for another image than the one that is wanted', async () => {
    const digest = started.system.push('mozilla/balrog', 'v3.111');
    await expect(settle(context(), { digest })).resolves.toMatchObject({ digest });
    started.system.push('mozilla/balrog', 'v3.111', { source: 'something else' });
    await expect(settle(context(), { digest })).rejects.toMatchObject({
      type: 'conflict',
      nonRetryable: true,
    });
  });

  test('waits for a tag, and for a repository, that come later', async () => {
    let looks = 0;
    const ctx = context({
      onSleep: () => {
        looks += 1;
        if (looks === 2) started.system.push('mozilla/balrog', 'v3.110');
        if (looks === 3) started.system.push('mozilla/balrog', 'v3.111');
      },
    });
    await expect(settle(ctx)).resolves.toMatchObject({ digest: expect.stringMatching(/^sha256:/) });
    expect(looks).toBe(3);
    expect(ctx.beats).toHaveLength(3);
  });

  test('gives up after the time it was given, and a worker that takes over does not begin anew', async () => {
    await expect(settle(context(), { withinSeconds: 20 })).rejects.toMatchObject({
      type: 'timed-out',
      nonRetryable: true,
    });
    const resumed = { since: Date.now() - 21_000 };
    const ctx = context({ resumed });
    await expect(settle(ctx, { withinSeconds: 20 })).rejects.toMatchObject({ type: 'timed-out' });
    expect(ctx.beats).toHaveLength(0);
  });

  test('asks for a later retry when the registry limits the rate, is ill or does not answer', async () => {
    started.world.faults.add({ kind: { type: 'rate-limit', retryAfterSeconds: 30 } });
    await expect(settle(context())).rejects.toMatchObject({
      type: 'rate-limited',
      nonRetryable: false,
      nextRetryDelay: 30_000,
    });
    started.world.faults.add({ kind: { type: 'status', status: 503 } });
    await expect(settle(context())).rejects.toMatchObject({ type: 'unavailable', nonRetryable: false });
    started.world.faults.add({ kind: { type: 'refuse' }, times: 3 });
    await expect(settle(context())).rejects.toMatchObject({ type: 'unavailable', nonRetryable: false });
  });

  test('stops when it is told to', async () => {
    const stop = new AbortController();
    const ctx = context({ signal: stop.signal, onSleep: () => stop.abort(new Error('stopped')) });
    await expect(settle(ctx)).rejects.toThrow('stopped');
  });

  test.each([
    ['Mozilla/balrog', 'v1'],
    ['registry.example:5000/balrog', 'v1'],
    ['../balrog', 'v1'],
    ['mozilla/balrog/', 'v1'],
    ['mozilla/balrog', '../v1'],
    ['mozilla/balrog', ''],
    ['mozilla/balrog', '-v1'],
  ])('refuses the repository %j with the tag %j', (repository, tag) => {
    expect(step.input.safeParse({ repository, tag }).success).toBe(false);
  });
});
