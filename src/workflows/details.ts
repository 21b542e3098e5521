/** The current details in Temporal's web UI: a checklist, what is awaited, and the exact command that answers it. */
import { setCurrentDetails } from '@temporalio/workflow';
import { view } from './project.ts';
import type { ReleaseState } from './state.ts';
import type { NodeState, NodeView, ReleaseView, WaitingView } from './view.ts';

export const publish = (state: ReleaseState): void => setCurrentDetails(details(view(state)));

/** Markdown. */
export function details(release: ReleaseView): string {
  return [
    headline(release),
    ...(release.waiting.length === 0 ? [] : ['### Waits for people', ...release.waiting.map(waitingBlock)]),
    ...(release.plan === undefined || release.plan.warnings.length === 0
      ? []
      : ['### Warnings', ...release.plan.warnings.map((warning) => `- ${warning}`)]),
    ...(release.nodes.length === 0 ? [] : ['### Runbook', release.nodes.map(line).join('\n')]),
    ...(release.digest === undefined ? [] : [`Plan \`${release.digest}\``]),
  ].join('\n\n');
}

function headline({ runbook, version, environment, phase, outcome, why, paused }: ReleaseView): string {
  const state = outcome === undefined ? phase : `${outcome}${why === undefined ? '' : ` (${why})`}`;
  const pausedBy =
    paused === undefined ? '' : ` by ${paused.by}${paused.reason === undefined ? '' : `: ${paused.reason}`}`;
  return `## ${runbook} ${version} to ${environment}: ${state}${pausedBy}`;
}

function waitingBlock({ title, node, error, ask, approvals, deadlineAt, commands }: WaitingView): string {
  return [
    `**${title}** (\`${node}\`)`,
    ...(error === undefined
      ? []
      : [`${error.message} — ${error.remedy}${error.link === undefined ? '' : ` [look](${error.link})`}`]),
    ...(ask === undefined
      ? []
      : [
          ask.instructions,
          ...ask.evidence.map(
            ({ title: what, value }) =>
              `- ${what}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
          ),
          ...ask.questions.map(({ title: what, id }) => `- asks: ${what} (\`--answer ${id}=…\`)`),
          `${approvals?.length ?? 0} of ${ask.quorum} approvals; may answer: ${ask.approvers.people.join(', ')}`,
        ]),
    ...(deadlineAt === undefined ? [] : [`Until ${deadlineAt}`]),
    ...commands.map((command) => `    ${command}`),
  ].join('\n\n');
}

const marks: Record<NodeState, string> = {
  pending: '⬜',
  running: '🔄',
  waiting: '✋',
  parked: '🛑',
  done: '✅',
  skipped: '⏭️',
  failed: '❌',
  cancelled: '🚫',
  undoing: '↩️',
  'undo-parked': '🛑',
  undone: '↩️',
};

const line = ({ depth, state, title, note, irreversible }: NodeView): string =>
  `${'  '.repeat(depth)}- ${marks[state]} ${title}${note === undefined ? '' : ` — ${note}`}${
    irreversible === undefined || state !== 'pending' ? '' : ' ⚠️ can’t be undone'
  }`;
