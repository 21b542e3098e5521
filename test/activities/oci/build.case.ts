/** `oci.build` in the conformance suite: a real build, and a real registry. */
import { imagesWorld } from '../../support/case-world.ts';
import type { EffectCase } from '../../support/conformance.ts';
import { describeWithImages, repository, shas } from '../../support/real-parts.ts';

export const build: EffectCase = {
  kind: 'oci.build',
  input: { source: repository, commit: shas.first, repository, tag: `candidate-${shas.first}` },
  effect: { method: 'PUT', path: '/manifests/candidate-[0-9a-f]+$', name: 'tag.set' },
  describe: describeWithImages,
  setUp: imagesWorld,
};
