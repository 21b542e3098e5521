/** `oci.build` with a real git server, a real builder and a real registry. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { z } from 'zod';
import { configOf } from '../../../src/activities/oci/manifests.ts';
import { steps } from '../../../src/activities/registry.ts';
import type { Json, Step } from '../../../src/activities/contract.ts';
import { attempt, contextFor, failureOf, undo } from '../../support/attempt.ts';
import { eventually } from '../../support/eventually.ts';
import { describeWithImages, repository, shas, withRegistry } from '../../support/real-parts.ts';
import type { RealParts } from '../../support/real-parts.ts';

const step = steps.get('oci.build') as Step;
const tag = `candidate-${shas.first}`;
const outputSchema = z.object({ digest: z.string(), reference: z.string() });

describeWithImages('oci.build', () => {
  let parts: RealParts;
  beforeEach(async () => {
    parts = await withRegistry();
  });
  afterEach(() => parts.stop());
  const run = (more: Record<string, Json> = {}) =>
    attempt(
      step,
      { source: repository, commit: shas.first, repository, tag, ...more },
      contextFor(parts.clients),
    );

  test('builds from exactly that commit, and the image says which', async () => {
    const { digest } = outputSchema.parse((await run()).output);
    expect(parts.images.tags(repository)[tag]).toBe(digest);
    const { labels } = await configOf(
      parts.clients.oci,
      { repository, reference: digest },
      new AbortController().signal,
    );
    // The branch has moved on since: its newest commit would have said `two`.
    expect(labels).toMatchObject({
      name: 'one',
      'org.opencontainers.image.revision': shas.first,
      'org.opencontainers.image.source': repository,
    });
  });

  test('does not build again what is there, and undone, takes its tag away', async () => {
    const before = parts.images.tags(repository);
    const { output, known } = await run();
    expect((await run()).output).toEqual(output);
    expect(parts.world.journal.entries()).toHaveLength(1);
    await undo(step, known, contextFor(parts.clients));
    expect(parts.images.tags(repository)).toEqual(before);
  });

  test('overwrites no tag of another commit', async () => {
    expect(await failureOf(run({ tag: 'one' }))).toMatchObject({ type: 'conflict', nonRetryable: true });
  });

  test('that fails says what the build said last, and leaves nothing behind', async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('slipway-images-'));
    const before = left();
    const failure = await failureOf(run({ file: 'aside.html', commit: shas.aside }));
    expect([failure.type, failure.nonRetryable]).toEqual(['failed', true]);
    expect(failure.message).toMatch(/ended with \d+. It said last:\n\S/);
    // Builds of other suites may be under way beside it; each takes its folder away in the end.
    await eventually(
      () => Promise.resolve(left().filter((name) => !before.includes(name))),
      (more) => more.length === 0,
    );
  });

  test('names a commit that the repository has not', async () => {
    const failure = await failureOf(run({ commit: 'e'.repeat(40) }));
    expect([failure.type, failure.nonRetryable]).toEqual(['not-found', true]);
  });
});
