/** The index of all steps and checks. */
import type { Step } from '../../src/activities/contract.ts';
import { isEffect } from '../../src/activities/contract.ts';
import { generated, page, table } from './markdown.ts';

export const stepsIndex = (
  steps: readonly Step[],
  checks: readonly { readonly kind: string; readonly summary: string }[],
): string =>
  page(
    generated,
    '# Steps and checks',
    'A step is one action on one system. Its kind is its path: `argocd.sync` is `src/activities/argocd/sync.ts`, and `slipway/steps` exports it as `argocd.sync`.',
    table(
      ['Step', 'What it does', 'Effect'],
      steps.map((step) => [link(step.kind), step.summary, effect(step)]),
    ),
    checks.length === 0 ? undefined : 'A check is one thing to watch while a soak or a guard lasts.',
    checks.length === 0
      ? undefined
      : table(
          ['Check', 'What it looks at'],
          checks.map((check) => [link(check.kind), check.summary]),
        ),
  );

const link = (kind: string): string => `[${kind}](${kind}.md)`;

function effect(step: Step): string {
  if (!isEffect(step)) return 'reads';
  return step.irreversible === undefined ? 'can be undone' : 'can’t be undone';
}
