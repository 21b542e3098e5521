/** `ssh.run` in the conformance suite, on real hosts. */
import type { EffectCase } from '../../support/conformance.ts';
import { hostsCase } from '../../support/hosts.ts';

export const run: EffectCase = {
  kind: 'ssh.run',
  input: {
    host: 'web1',
    command: ['mkdir', 'etc/made'],
    see: ['test', '-d', 'etc/made'],
    undo: { by: 'order', command: ['rmdir', 'etc/made'] },
  },
  effect: { method: 'POST', path: '^/hosts/web1/mkdir/', name: 'directory.make' },
  ...hostsCase(),
};
