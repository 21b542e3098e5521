/** What is new between two views of a release, a line each: how `watch` tells it where there is no terminal. */
import type { NodeView, ReleaseView } from '../../workflows/view.ts';
import { cleanLine } from './clean.ts';
import { showSpan, showTime } from './duration.ts';
import { verdictLine } from './evidence.ts';
import { plain } from './paint.ts';
import { waitingLines } from './waiting.ts';

export interface Change {
  readonly at: string;
  readonly says: string;
}

export function changesBetween(before: ReleaseView | undefined, after: ReleaseView, now: number): Change[] {
  const seen = new Date(now).toISOString();
  /** Whoever comes later is told when it was, not when it was looked at. */
  const was = (at: string | undefined): string => (before === undefined ? (at ?? seen) : seen);
  const dated =
    (at: string) =>
    (says: string): Change => ({ at, says });
  return [
    ...[...phaseChange(before, after), ...leaseChanges(before, after)].map(dated(seen)),
    ...after.nodes.flatMap((node) =>
      nodeChange(
        before?.nodes.find(({ id }) => id === node.id),
        node,
        now,
      ).map(dated(was(node.endedAt ?? node.startedAt))),
    ),
    ...after.waiting
      .filter(
        (wait) => before?.waiting.every((old) => old.node !== wait.node || old.since !== wait.since) ?? true,
      )
      .flatMap((wait) => waitingLines({ ...after, waiting: [wait] }, now, plain))
      .map(dated(seen)),
    ...outcome(before, after).map(dated(was(after.endedAt))),
  ];
}

export const changeLine = ({ at, says }: Change, now: number): string => `${showTime(at, now)}  ${says}`;

function phaseChange(before: ReleaseView | undefined, after: ReleaseView): string[] {
  if (before?.phase === after.phase || after.phase === 'closed') return [];
  return [`${cleanLine(after.id)} is ${after.phase}`];
}

/** Who has what it waits for, its place, why it is closed: the phase says none of that. */
const leaseChanges = (before: ReleaseView | undefined, { leases = [] }: ReleaseView): string[] =>
  leases
    .filter(({ news }) => news !== undefined)
    .map(({ says }) => says)
    .filter((says) => before?.leases?.every((old) => old.says !== says) ?? true)
    .map(cleanLine);

function nodeChange(before: NodeView | undefined, after: NodeView, now: number): string[] {
  if (after.state === (before?.state ?? 'pending') && after.round === (before?.round ?? 1))
    return [...verdictChanges(before, after), ...noteChange(before, after)];
  const took =
    after.startedAt !== undefined && after.endedAt !== undefined && after.state !== 'undone'
      ? `, ${showSpan(after.startedAt, now, after.endedAt)}`
      : '';
  const why =
    after.error === undefined || after.state === 'done' ? '' : `: ${cleanLine(after.error.message)}`;
  return [`${after.state.padEnd(9)} ${cleanLine(after.title)} (${after.id}${took})${why}`];
}

/** Evidence grows with every look; what the judge makes of it is news. */
const verdictChanges = (
  before: NodeView | undefined,
  { title, id, state, evidence = [] }: NodeView,
): string[] =>
  evidence
    .filter(({ check, verdict }) => {
      const old = before?.evidence?.find((one) => one.check === check);
      return verdict !== (old?.verdict ?? 'continue');
    })
    .map((one) => `${state.padEnd(9)} ${cleanLine(title)} (${id}): ${verdictLine(one)}`);

function noteChange(before: NodeView | undefined, after: NodeView): string[] {
  if (after.note === undefined || after.note === before?.note) return [];
  return [`${after.state.padEnd(9)} ${cleanLine(after.title)} (${after.id}): ${cleanLine(after.note)}`];
}

function outcome(before: ReleaseView | undefined, { outcome, why, id }: ReleaseView): string[] {
  if (outcome === undefined || before?.outcome === outcome) return [];
  return [`${cleanLine(id)} has ended: ${outcome}${why === undefined ? '' : `. ${cleanLine(why)}`}`];
}
