/** `oci.tag` in the conformance suite: a tag that moves. */
import { imagesWorld } from '../../support/case-world.ts';
import type { EffectCase } from '../../support/conformance.ts';
import { describeWithRegistry, digests, repository } from '../../support/real-parts.ts';

export const tag: EffectCase = {
  kind: 'oci.tag',
  input: { repository, tag: 'latest', digest: digests.two, elsewhere: 'move' },
  effect: { method: 'PUT', path: '/manifests/latest$', name: 'tag.set' },
  describe: describeWithRegistry,
  setUp: imagesWorld,
};
