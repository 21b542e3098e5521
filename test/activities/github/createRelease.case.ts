/** `github.createRelease` in the conformance suite. */
import { githubWorld } from '../../support/case-world.ts';
import type { EffectCase } from '../../support/conformance.ts';
import { repository } from '../../support/github.ts';

export const createRelease: EffectCase = {
  kind: 'github.createRelease',
  input: { repository, tag: 'v3.111', target: 'main', body: 'Gates.' },
  effect: { method: 'POST', path: '/releases$', name: 'release.create' },
  setUp: (pace) => githubWorld(pace),
};
