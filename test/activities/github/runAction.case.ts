/** `github.runAction` in the conformance suite: a workflow that shows its key, so that a lost reply does no harm. */
import { githubWorld } from '../../support/case-world.ts';
import type { EffectCase } from '../../support/conformance.ts';
import { repository } from '../../support/github.ts';

const input = {
  repository,
  workflow: 'deploy-ui.yml',
  ref: 'main',
  inputs: { environment: 'stage', ref: 'v3.111' },
  keyInput: 'slipway-key',
  undo: { inputs: { environment: 'stage', ref: 'v3.110' } },
  pollSeconds: 1,
};

export const runAction: EffectCase = {
  kind: 'github.runAction',
  input,
  effect: { method: 'POST', path: '/dispatches$', name: 'workflow.dispatch' },
  endless: { input, pace: 1 },
  setUp: (pace) => githubWorld(pace),
};
