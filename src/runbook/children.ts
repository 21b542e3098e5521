/** What a node holds: the nodes directly below it. */
import type { PlanNode } from './plan.ts';

export function childrenOf(node: PlanNode): readonly PlanNode[] {
  switch (node.type) {
    case 'sequence':
    case 'parallel':
      return node.nodes;
    case 'guard':
      return [node.node];
    case 'step':
    case 'gate':
    case 'soak':
    case 'release':
      return [];
  }
}
