/** `shell.run` in the conformance suite: a real program on this machine, which works a practised service. */
import type { EffectCase } from '../../support/conformance.ts';
import { shellWorld } from '../../support/escape-worlds.ts';

export const run: EffectCase = {
  kind: 'shell.run',
  input: {
    command: ['flag', 'on', 'dark'],
    see: ['flag', 'is-on', 'dark'],
    undo: { by: 'order', command: ['flag', 'off', 'dark'] },
  },
  effect: { method: 'PUT', path: '^/flags/', name: 'flag.set' },
  setUp: shellWorld,
};
