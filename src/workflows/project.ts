/** From what a release remembers to what people see. Pure: query handlers call it. */
import { steps } from '../activities/registry.ts';
import { childrenOf } from '../runbook/children.ts';
import { flatten } from './state.ts';
import type { NodeRecord, ReleaseState, UndoEntry } from './state.ts';
import type { PlanNode } from '../runbook/plan.ts';
import { commandsFor } from './commands.ts';
import { leaseWords } from './lease-words.ts';
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
    leases:
      state.leases === undefined
        ? undefined
        : Object.entries(state.leases).map(([environment, lease]) => ({
            environment,
            ...lease,
            ...leaseWords(release, environment, lease.news, lease.knot),
          })),
  };
}

function nodeView(node: PlanNode, depth: number, record: NodeRecord | undefined): NodeView[] {
  if (record === undefined) return [];
  const { state, startedAt, endedAt, round, output, error, note, until, evidence, earlier } = record;
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
      earlier,
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

const undoView = (entry: UndoEntry): UndoView => ({
  node: entry.node,
  title: entry.title,
  does: doesOf(entry),
  irreversible: entry.irreversible,
  leaves: entry.leaves,
});

/** A step's words are the author's code: where they fail, the title must do. */
function doesOf({ kind, input, before, irreversible }: UndoEntry): string | undefined {
  if (irreversible !== undefined) return undefined;
  try {
    return steps.get(kind)?.undoTitle?.({ input, before });
  } catch {
    return undefined;
  }
}
