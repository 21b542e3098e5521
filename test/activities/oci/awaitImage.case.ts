/** `oci.awaitImage` in the conformance suite. */
import { registryWorld } from '../../support/case-world.ts';
import type { ReadCase } from '../../support/conformance.ts';

const input = { repository: 'mozilla/balrog', tag: 'v3.111', everySeconds: 0.05 };

export const awaitImage: ReadCase = {
  kind: 'oci.awaitImage',
  input,
  endless: { input: { ...input, tag: 'v3.112' }, pace: 1 },
  setUp: (pace) => registryWorld(pace, (registry) => void registry.push('mozilla/balrog', 'v3.111')),
};
