/** What builders make: a node of the plan. Those with an output carry references to it. */
import type { PlanNode } from './plan.ts';
import type { Refs } from './reference.ts';

export interface BuiltNode<Node extends PlanNode = PlanNode> {
  readonly node: Node;
}

export interface BuiltOutput<Node extends PlanNode, Output> extends BuiltNode<Node> {
  readonly output: Refs<Output>;
}
