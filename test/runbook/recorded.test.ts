/** What a plan will have recorded, told before it runs. */
import { describe, expect, test } from '@jest/globals';
import { environment, oci } from '../../src/activities/index.ts';
import { sequence } from '../../src/runbook/builders.ts';
import { namesIn, recordedIn } from '../../src/runbook/recorded.ts';
import type { WithRefs } from '../../src/runbook/reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const image = oci.awaitImage({ repository: 'shop', tag: 'v1', digest }, { id: 'image' });
const found = oci.awaitImage({ repository: 'shop', tag: 'v1' }, { id: 'found' });
const recording = (given: { digest?: WithRefs<string>; environment?: string }) =>
  recordedIn(
    sequence('All', [image, found, environment.record({ service: 'api', version: '1.0', ...given })]).node,
    'prod',
  );

describe('the digest that a plan records is known', () => {
  test.each([
    ['where it stands there', digest, digest],
    ['where a step that was told it gives it on', image.output.digest, digest],
  ])('%s', (_, given, known) => {
    expect(recording({ digest: given })).toEqual([
      { node: 'record', service: 'api', version: '1.0', digest: known },
    ]);
  });

  test('not where only the release will find it', () => {
    expect(recording({ digest: found.output.digest })[0]?.digest).toBeUndefined();
    expect(recording({})[0]?.digest).toBeUndefined();
  });
});

test('what is recorded elsewhere is not of this environment', () => {
  expect(recording({ environment: 'stage' })).toEqual([]);
  expect(recording({ environment: 'prod' })).toHaveLength(1);
});

test('a plan is known by the versions and commits that it records, as far as they are known', () => {
  const commit = '0123456789'.repeat(4);
  const steps = [
    environment.record({ service: 'api', version: '1.0', commit }, { id: 'api' }),
    environment.record({ service: 'ui', version: '1.0', commit: found.output.digest }, { id: 'ui' }),
    environment.record({ service: 'db', version: '2.0', environment: 'stage' }, { id: 'db' }),
  ];
  expect(namesIn(sequence('All', [found, ...steps]).node, 'prod')).toEqual(['1.0', commit]);
});
