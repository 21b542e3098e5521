/** The current details in Temporal's web UI: who holds it, who waits, what is frozen, and what runs. */
import { environmentView } from './state.ts';
import type { EnvironmentState } from './state.ts';

export function details(state: EnvironmentState): string {
  const { name, holder, queue, closed, freezes, holds, current } = environmentView(state);
  return [
    `## ${name}: ${holder === undefined ? 'free' : `held by ${holder.release.id} since ${holder.since}`}`,
    ...(closed === undefined
      ? []
      : [`Closed: ${closed.why}${closed.opensAt === undefined ? '' : `, until ${closed.opensAt}`}`]),
    ...section(
      'Waiting',
      queue.map(({ position, release }) => `${position}. ${release.id}`),
    ),
    ...section(
      'Frozen',
      freezes.map(
        ({ id, reason, by, until }) =>
          `- ${reason} (${by}, ${until === undefined ? 'until it is lifted' : `until ${until}`}; ${id})`,
      ),
    ),
    ...section(
      'Held versions',
      holds.map(
        ({ runbook, version, reason, by }) =>
          `- ${runbook ?? 'any'} ${version ?? '(all versions)'}: ${reason} (${by})`,
      ),
    ),
    ...section(
      'Runs here',
      current.map(({ service, version, at, release }) => `- ${service} ${version} since ${at} by ${release}`),
    ),
  ].join('\n\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`### ${title}`, lines.join('\n')];
