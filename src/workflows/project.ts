/** From what a release remembers to what people see. Pure: query handlers call it. */
import { childrenOf } from '../runbook/children.ts';
import { flatten } from './state.ts';
import type { NodeRecord, ReleaseState, UndoEntry } from './state.ts';
import type { PlanNode } from '../runbook/plan.ts';
import { commandsFor } from './commands.ts';
import type { NodeView, ReleaseView, UndoView, WaitingView } from './view.ts';

export function view(state: ReleaseState): ReleaseView {
  const { release, start, plan } = state;
  const nodes = plan === undefined ? [] : flatten(plan.root);
  return {
    id: release.id,
    runId: state.runId,
    runbook: start.runbook,
    environment: start.environment,
    version: start.version,
    startedBy: start.startedBy,
    startedAt: state.startedAt,
    endedAt: state.endedAt,
    phase: state.phase,
    outcome: state.outcome,
    why: state.why,
    paused: state.paused,
    plan,
    digest: state.digest,
    nodes: nodes.flatMap(({ node, depth }) => nodeView(node, depth, state.nodes[node.id])),
    waiting: [...confirmation(state), ...nodes.flatMap(({ node }) => waiting(state, node))],
    undo: state.undo
      .filter(({ state: undo }) => undo === 'open')
      .reverse()
      .map(undoView),
    audit: state.audit,
  };
}

function nodeView(node: PlanNode, depth: number, record: NodeRecord | undefined): NodeView[] {
  if (record === undefined) return [];
  const { state, startedAt, endedAt, round, output, error, note, until, evidence } = record;
  return [
    {
      id: node.id,
      type: node.type,
      kind: node.type === 'step' ? node.kind : undefined,
      title: node.title,
      depth,
      state,
      startedAt,
      endedAt,
      round,
      output: childrenOf(node).length > 0 ? undefined : output,
      error,
      note,
      until,
      evidence,
      irreversible:
        node.type === 'step' && node.effect.type === 'irreversible' ? node.effect.reason : undefined,
    },
  ];
}

function confirmation(state: ReleaseState): WaitingView[] {
  if (state.phase !== 'confirming') return [];
  return [
    {
      node: 'plan',
      for: 'confirm',
      title: `Confirm the plan ${state.digest ?? ''}`,
      since: state.startedAt,
      commands: commandsFor(state.release, 'plan', 'confirm'),
    },
  ];
}

function waiting({ nodes, release }: ReleaseState, { id, title }: PlanNode): WaitingView[] {
  const record = nodes[id];
  const base = { node: id, title };
  switch (record?.state) {
    case 'waiting': {
      const { asked } = record;
      if (asked === undefined) return [];
      const { ask, approvals, since, deadlineAt } = asked;
      return [
        {
          ...base,
          for: 'decision',
          since,
          ask,
          approvals,
          deadlineAt,
          commands: commandsFor(release, id, 'decision'),
        },
      ];
    }
    case 'parked':
    case 'undo-parked': {
      const what = record.state === 'parked' ? 'repair' : 'undo-repair';
      return [
        {
          ...base,
          for: what,
          since: record.parkedAt ?? '',
          error: record.error,
          commands: commandsFor(release, id, what),
        },
      ];
    }
    default:
      return [];
  }
}

const undoView = ({ node, title, irreversible }: UndoEntry): UndoView => ({ node, title, irreversible });
