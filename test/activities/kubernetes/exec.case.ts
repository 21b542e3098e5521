/** `kubernetes.exec` in the conformance suite. */
import type { ReadCase } from '../../support/conformance.ts';
import { podsWorld } from '../../support/pods-world.ts';

export const exec: ReadCase = {
  kind: 'kubernetes.exec',
  input: { namespace: 'shop', pod: 'queue-0', command: ['diagnose'] },
  setUp: podsWorld,
};
