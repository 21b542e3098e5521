/** `http.request` in the conformance suite: requests to a practised service, under a name that a plan could have. */
import type { EffectCase } from '../../support/conformance.ts';
import { requestsWorld } from '../../support/escape-worlds.ts';
import { flagService } from '../../support/flag-world.ts';

const url = `${flagService}/flags/dark`;

export const request: EffectCase = {
  kind: 'http.request',
  input: {
    method: 'PUT',
    url,
    body: { on: true },
    see: { url, there: { json: { '/on': true } }, absent: { status: 200, json: { '/on': false } } },
    undo: { by: 'order', method: 'PUT', url, body: { on: false } },
    seenWithinSeconds: 0,
  },
  effect: { method: 'PUT', path: '^/flags/', name: 'flag.set' },
  setUp: requestsWorld,
};
