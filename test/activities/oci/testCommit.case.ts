/** `oci.testCommit` in the conformance suite: a real build of a stage. */
import { imagesWorld } from '../../support/case-world.ts';
import type { ReadCase } from '../../support/conformance.ts';
import { describeWithImages, repository, shas } from '../../support/real-parts.ts';

export const testCommit: ReadCase = {
  kind: 'oci.testCommit',
  input: { source: repository, commit: shas.first },
  describe: describeWithImages,
  setUp: imagesWorld,
};
