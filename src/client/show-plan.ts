/** A plan on the terminal: the tree that people say yes to. */
import { digestOf } from '../runbook/digest.ts';
import type { Plan } from '../runbook/plan.ts';
import { renderTree } from '../runbook/render-tree.ts';
import { CliError } from './cli-error.ts';
import type { Terminal } from './terminal.ts';
import { cleaned } from './views/clean.ts';

export function showPlan({ paint, print }: Pick<Terminal, 'paint' | 'print'>, plan: Plan): void {
  const { bold, cyan, dim, yellow, red } = paint;
  const tree = renderTree(cleaned(plan), {
    title: bold,
    kind: cyan,
    faint: dim,
    wait: yellow,
    warning: yellow,
    danger: red,
  });
  print(tree);
}

/** What is shown must be what the digest stands for, whatever a worker says. */
export function checkDigest(plan: Plan, digest: string | undefined): string {
  const own = digestOf(plan);
  if (own === digest) return own;
  throw new CliError(
    'refused',
    `The plan that was shown has the digest ${own}, but the release names ${digest ?? 'none'}: don’t confirm it.`,
    'Make sure that CLI and worker are of the same version, and that the runbook puts no control characters into its plan.',
  );
}
