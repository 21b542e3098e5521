/** `trebuchet.deploy` in the conformance suite, on a real deployment host and real targets. */
import type { EffectCase } from '../../support/conformance.ts';
import { deploymentHost, hostsCase, versionTwo } from '../../support/hosts.ts';

export const deploy: EffectCase = {
  kind: 'trebuchet.deploy',
  input: { host: deploymentHost, directory: 'web', commit: versionTwo, targets: ['web1', 'web2', 'web3'] },
  effect: { method: 'POST', path: '^/hosts/dep/git/deploy/sync', name: 'deploy.sync' },
  ...hostsCase(),
};
