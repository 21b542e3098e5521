/** `github.bumpVersion` in the conformance suite: by a commit, and waiting for a pull request that never gets green. */
import { githubWorld } from '../../support/case-world.ts';
import type { EffectCase } from '../../support/conformance.ts';
import { repository } from '../../support/github.ts';

const input = {
  repository,
  file: 'version.txt',
  pattern: '^(\\d+\\.\\d+)$',
  version: '3.112',
  pollSeconds: 1,
};

export const bumpVersion: EffectCase = {
  kind: 'github.bumpVersion',
  input,
  effect: { method: 'PUT', path: '/contents/', name: 'contents.put' },
  endless: { input: { ...input, via: { type: 'pull-request' } }, pace: 1 },
  setUp: (pace) => githubWorld(pace),
};
