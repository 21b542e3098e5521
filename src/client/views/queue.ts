/** Who has an environment and who waits for it, on a terminal. */
import type { EnvironmentView, HolderView } from '../../environment/view.ts';
import { withoutPrefix } from '../find-release.ts';
import { closedWords } from './board-notes.ts';
import { cleanLine } from './clean.ts';
import { showSpan } from './duration.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

export function queueLines(
  name: string,
  view: EnvironmentView | undefined,
  now: number,
  paint: Paint,
): string[] {
  const { holder, queue = [], closed } = view ?? {};
  const free = `${cleanLine(name)} is free`;
  if (holder === undefined && queue.length === 0) return [`${free}, and nothing waits for it.`];
  const rows = [
    ...(holder === undefined ? [] : [['has it', ...cells(holder, now)]]),
    ...queue.map((one) => [String(one.position), ...cells(one, now)]),
  ];
  const heading = ['', 'RELEASE', 'SINCE', 'BY', ''].map((title) => paint.bold(title));
  const why =
    closed === undefined
      ? []
      : [paint.yellow(`Closed: ${closedWords({ why: closed.why, opensAt: closed.opensAt ?? null }, now)}`)];
  return [...table([heading, ...rows]), ...why];
}

const cells = ({ release, since, urgent, exempt }: HolderView, now: number): string[] => [
  cleanLine(withoutPrefix(release.id)),
  showSpan(since, now),
  cleanLine(release.startedBy),
  [
    ...(urgent === undefined ? [] : [`urgent: ${cleanLine(urgent)}`]),
    ...(exempt === undefined ? [] : [`exempt by ${cleanLine(exempt.by)}: ${cleanLine(exempt.reason)}`]),
  ].join('; '),
];
