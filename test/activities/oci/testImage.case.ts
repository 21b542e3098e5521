/** `oci.testImage` in the conformance suite: an image that serves its own program, and one answer that it never gives. */
import { imagesWorld } from '../../support/case-world.ts';
import type { ReadCase } from '../../support/conformance.ts';
import { describeWithImages, digests, repository } from '../../support/real-parts.ts';

const input = {
  repository,
  digest: digests.web,
  test: { type: 'http', path: '/busybox' },
  env: { HOST: '127.0.0.1' },
};

export const testImage: ReadCase = {
  kind: 'oci.testImage',
  input,
  endless: {
    input: { ...input, test: { type: 'http', path: '/never' }, timeoutSeconds: 3600 },
    pace: 1,
  },
  describe: describeWithImages,
  setUp: imagesWorld,
};
