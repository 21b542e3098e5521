/** The current details in Temporal's web UI: a checklist, what is awaited, and the exact command that answers it. */
import { setCurrentDetails } from '@temporalio/workflow';
import type { Ask } from '../runbook/plan.ts';
import { view } from './project.ts';
import type { ReleaseState } from './state.ts';
import type { NodeState, NodeView, ReleaseView, WaitingView } from './view.ts';

export const publish = (state: ReleaseState): void => setCurrentDetails(details(view(state)));

/**
 * Markdown as the web UI draws it: it keeps line breaks, but sets what is nested in a list in one line, so the
 * runbook is lines indented by wide blanks, with the signs of the command line.
 */
export function details(release: ReleaseView): string {
  const { waiting, plan, nodes, digest, startedBy } = release;
  return [
    headline(release),
    ...(waiting.length === 0
      ? []
      : ['### Waits for people', ...waiting.map((one) => waitingBlock(one, startedBy))]),
    ...(plan === undefined || plan.warnings.length === 0
      ? []
      : ['### Warnings', plan.warnings.map((warning) => `- ${warning}`).join('\n')]),
    ...(nodes.length === 0 ? [] : ['### Runbook', runbook(nodes)]),
    ...(digest === undefined ? [] : [`Plan \`${digest.slice(0, 19)}…\``]),
  ].join('\n\n');
}

function headline({
  runbook,
  version,
  environment,
  phase,
  outcome,
  why,
  paused,
  nodes,
  leases = [],
}: ReleaseView): string {
  const pausedBy =
    paused === undefined ? '' : ` by ${paused.by}${paused.reason === undefined ? '' : `: ${paused.reason}`}`;
  const steps = nodes.filter(({ type }) => type === 'step');
  const done = steps.filter(({ state }) => state === 'done' || state === 'skipped').length;
  return [
    `## ${runbook} ${version} to ${environment}: ${outcome ?? phase}${pausedBy}`,
    ...(why === undefined ? [] : [why]),
    ...leases
      .filter(({ news }) => news?.state !== 'granted')
      .map(({ says, commands }) => [says, ...commands.map((command) => `    ${command}`)].join('\n\n')),
    ...(steps.length === 0 || outcome !== undefined ? [] : [`${done} of ${steps.length} steps done`]),
  ].join('\n\n');
}

function waitingBlock(
  { title, node, error, ask, approvals, deadlineAt, commands }: WaitingView,
  startedBy: string,
): string {
  const lines = [
    `**${title}** (\`${node}\`)`,
    ...(error === undefined
      ? []
      : [error.message, error.remedy, ...(error.link === undefined ? [] : [`[Look there](${error.link})`])]),
    ...(ask === undefined
      ? []
      : [
          ask.instructions,
          ...ask.evidence.map(
            ({ title: what, value }) =>
              `${what}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
          ),
          ...ask.questions.map(
            ({ title: what, id, required }) =>
              `Asks: ${what} (\`--answer ${id}=…\`${required ? '' : ', may be left out'})`,
          ),
          `May answer: ${whoMay(ask, startedBy)}; ${approvals?.length ?? 0} of ${ask.quorum} approved`,
        ]),
    ...(deadlineAt === undefined ? [] : [`Until ${deadlineAt}`]),
  ];
  return [lines.join('\n'), commands.map((command) => `    ${command}`).join('\n')].join('\n\n');
}

function whoMay({ approvers: { people }, notStarter }: Ask, startedBy: string): string {
  if (!notStarter || !people.includes(startedBy)) return people.join(', ');
  const others = people.filter((login) => login !== startedBy);
  return `${others.join(', ') || 'nobody'} (not ${startedBy}, who started it)`;
}

/** The same as on the command line. */
const marks: Record<NodeState, string> = {
  pending: '○',
  running: '●',
  waiting: '?',
  parked: '!',
  done: '✔',
  skipped: '–',
  failed: '✖',
  cancelled: '⊘',
  undoing: '↺',
  'undo-parked': '!',
  undone: '↩',
};

/** The root is what the headline says; it stands here only if it is all there is. */
function runbook(nodes: readonly NodeView[]): string {
  const below = nodes.filter(({ depth }) => depth > 0);
  return (below.length === 0 ? nodes : below).map(line).join('\n');
}

/** Wide enough to be seen, and kept where plain blanks are not. */
const indent = '\u2003\u2003';

const line = ({ depth, state, title, note, irreversible }: NodeView): string => {
  const waits = state === 'waiting' || state === 'parked' || state === 'undo-parked';
  return [
    `${indent.repeat(Math.max(0, depth - 1))}${marks[state]} ${waits ? `**${title}**` : title}`,
    ...(note === undefined ? [] : [`— ${note}`]),
    ...(irreversible === undefined || state !== 'pending' ? [] : ['(can’t be undone)']),
  ].join(' ');
};
