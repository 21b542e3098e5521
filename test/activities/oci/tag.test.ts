/** `oci.tag` against a real registry. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { describeWithRegistry, digests, repository, withRegistry } from '../../support/real-parts.ts';
import type { RealParts } from '../../support/real-parts.ts';

const step = steps.get('oci.tag') as Step;

describeWithRegistry('oci.tag', () => {
  let parts: RealParts;
  beforeEach(async () => {
    parts = await withRegistry();
  });
  afterEach(() => parts.stop());
  const tags = () => parts.images.tags(repository);
  const run = (more: Record<string, Json>) =>
    attempt(step, { repository, digest: digests.two, ...more }, contextFor(parts.clients));

  test('sets a tag onto an image without copying it, and says what the tag was before', async () => {
    expect((await run({ tag: 'latest', elsewhere: 'move' })).output).toEqual({
      digest: digests.two,
      previous: digests.one,
    });
    expect(tags()['latest']).toBe(digests.two);
  });

  test('leaves a tag where it is that stands for another image', async () => {
    expect(await failureOf(run({ tag: 'latest' }))).toMatchObject({ type: 'conflict', nonRetryable: true });
    expect(tags()['latest']).toBe(digests.one);
  });

  test('names an image that is not there', async () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    expect((await failureOf(run({ tag: 'none', digest }))).message).toContain(digest);
  });

  test('undone, a new tag is gone, and the image’s other tags are as they were', async () => {
    const before = tags();
    const { known } = await run({ tag: 'RC20260301_1200' });
    expect(tags()).not.toEqual(before);
    await undo(step, known, contextFor(parts.clients));
    expect(tags()).toEqual(before);
  });

  test('undone, it does not take back what somebody has set since', async () => {
    const { known } = await run({ tag: 'latest', elsewhere: 'move' });
    await run({ tag: 'latest', elsewhere: 'move', digest: digests.web });
    expect(await failureOf(undo(step, known, contextFor(parts.clients)))).toMatchObject({
      type: 'undo-failed',
    });
    expect(tags()['latest']).toBe(digests.web);
  });

  test('where a registry deletes nothing, says so and leaves the tag as it was set', async () => {
    await parts.stop();
    parts = await withRegistry({ deletes: 'no' });
    const { known } = await run({ tag: 'new' });
    const failure = await failureOf(undo(step, known, contextFor(parts.clients)));
    expect([failure.type, tags()['new']]).toEqual(['undo-failed', digests.two]);
  });
});
