/** The interpreter: walks the plan's tree. Small on purpose; it changes only with the replay corpus green. */
import { isCancellation } from '@temporalio/workflow';
import type { ParallelNode, PlanNode, SequenceNode } from '../runbook/plan.ts';
import { runChild } from './child.ts';
import { runGate } from './gate.ts';
import type { Run } from './run.ts';
import { runGuard, runSoak } from './soak.ts';
import { runStep } from './step.ts';
import type { NodeState } from './view.ts';

/** Resolves when the node and all below it are complete; rejects with a CancelledFailure when the work is stopped. */
export function interpret(run: Run, node: PlanNode): Promise<void> {
  // Only where the release has continued as new: what is complete is not begun again.
  if (complete.has(run.record(node.id).state)) return Promise.resolve();
  switch (node.type) {
    case 'sequence':
      return within(run, node, () => inTurn(run, node.nodes));
    case 'parallel':
      return within(run, node, () => sideBySide(run, node));
    case 'step':
      return runStep(run, node);
    case 'gate':
      return runGate(run, node);
    case 'soak':
      return runSoak(run, node);
    case 'guard':
      return runGuard(run, node, () => interpret(run, node.node));
    case 'release':
      return runChild(run, node);
  }
}

const complete: ReadonlySet<NodeState> = new Set(['done', 'skipped', 'failed']);

async function within(
  run: Run,
  node: SequenceNode | ParallelNode,
  inside: () => Promise<void>,
): Promise<void> {
  run.enter(node.id, 'running');
  try {
    await inside();
    run.enter(node.id, 'done');
  } catch (error) {
    if (isCancellation(error)) run.enter(node.id, 'cancelled');
    throw error;
  }
}

async function inTurn(run: Run, nodes: readonly PlanNode[]): Promise<void> {
  for (const node of nodes) await interpret(run, node);
}

/** At most `limit` at once, started in order. All branches end before it rejects: nothing is left running. */
async function sideBySide(run: Run, { nodes, limit = nodes.length }: ParallelNode): Promise<void> {
  const queue = [...nodes];
  const lanes = Array.from({ length: Math.min(limit, nodes.length) }, async () => {
    for (let node = queue.shift(); node !== undefined; node = queue.shift()) await interpret(run, node);
  });
  const ended = await Promise.allSettled(lanes);
  for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
}
