/** `hosts.restart` in the conformance suite, on real hosts. */
import type { EffectCase } from '../../support/conformance.ts';
import { hostsCase } from '../../support/hosts.ts';

const input = { hosts: [{ name: 'web1' }], unit: 'web', signs: { log: 'started', steadySeconds: 0 } };

export const restart: EffectCase = {
  kind: 'hosts.restart',
  input,
  effect: { method: 'POST', path: '^/hosts/web1/systemctl/restart', name: 'service.restart' },
  endless: { input: { ...input, signs: { log: 'never said', settleSeconds: 3600 } }, pace: 1 },
  ...hostsCase(),
};
