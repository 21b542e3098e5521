/** The top of a release: which, how it stands, since when, by whom; and how it ended. */
import type { ReleaseView } from '../../workflows/view.ts';
import { cleanLine } from './clean.ts';
import { showSpan } from './duration.ts';
import type { Paint } from './paint.ts';
import { showOutcome, showPhase } from './state-mark.ts';

export function headingLines(view: ReleaseView, now: number, paint: Paint): string[] {
  const { id, phase, outcome, startedAt, endedAt, startedBy, paused, why, plan } = view;
  const stands = outcome === undefined ? showPhase(phase, paint) : showOutcome(outcome, paint);
  const since = `${showSpan(startedAt, now, endedAt)}, started by ${cleanLine(startedBy)}`;
  const name =
    plan === undefined
      ? paint.bold(cleanLine(id))
      : `${paint.bold(cleanLine(plan.root.title))} ${paint.dim(`(${cleanLine(id)})`)}`;
  const lines = [`${name}  ${stands}  ${paint.dim(since)}`];
  if (paused !== undefined) {
    const reason = paused.reason === undefined ? '' : `: ${cleanLine(paused.reason)}`;
    lines.push(paint.yellow(`Paused by ${cleanLine(paused.by)} since ${showSpan(paused.at, now)}${reason}`));
  }
  if (why !== undefined) lines.push(cleanLine(why));
  for (const { news, says, commands } of view.leases ?? []) {
    if (news?.state === 'granted') continue;
    lines.push(
      paint.yellow(cleanLine(says)),
      ...commands.map((command) => `  ${paint.cyan(cleanLine(command))}`),
    );
  }
  return lines;
}
