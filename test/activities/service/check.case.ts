/** `service.check` in the conformance suite, on real hosts. */
import type { ReadCase } from '../../support/conformance.ts';
import { hostsCase } from '../../support/hosts.ts';

const input = { host: { name: 'web1' }, unit: 'web', signs: { log: 'started', steadySeconds: 0 } };

export const check: ReadCase = {
  kind: 'service.check',
  input,
  endless: { input: { ...input, signs: { log: 'never said', settleSeconds: 3600 } }, pace: 1 },
  ...hostsCase(),
};
