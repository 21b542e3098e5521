/** `slack.notify` in the conformance suite. */
import { slackWorld } from '../../support/case-world.ts';
import type { EffectCase } from '../../support/conformance.ts';

export const notify: EffectCase = {
  kind: 'slack.notify',
  input: { channel: '#releases', text: 'Lock 3.111 is on stage.' },
  effect: { method: 'POST', path: '/chat.postMessage$', name: 'message.post' },
  setUp: slackWorld,
};
