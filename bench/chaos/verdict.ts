/** Whether a run that was struck ended as the one that was not. Pure. */
import { differences } from '../../src/demo/differences.ts';
import type { Effect } from './world-api.ts';
import type { VoyageLog } from './voyage-log.ts';

export type Finding = 'ok' | 'lost' | 'duplicated' | 'wrong';

export interface Judged {
  readonly finding: Finding;
  readonly problems: readonly string[];
}

export function judge(expected: VoyageLog, seen: VoyageLog): Judged {
  const lost = missing(expected.effects, seen.effects).map((effect) => `never happened: ${effect}`);
  const duplicated = [
    ...seen.duplicates.map((effect) => `happened twice under one key: ${nameOf(effect)}`),
    ...missing(seen.effects, expected.effects).map((effect) => `happened once too often: ${effect}`),
  ];
  const wrong = [
    ...otherwise('outcome', expected.view.outcome, seen.view.outcome),
    ...otherNodes(expected, seen),
    ...differences(expected.after, seen.after).map((difference) => `the world: ${difference}`),
    ...differences(expected.recorded, seen.recorded).map((difference) => `on record: ${difference}`),
    ...seen.lies.map((lie) => `the view said ${lie}`),
    ...seen.held.map((what) => `left behind: ${what}`),
  ];
  const finding =
    duplicated.length > 0 ? 'duplicated' : lost.length > 0 ? 'lost' : wrong.length > 0 ? 'wrong' : 'ok';
  return { finding, problems: [...duplicated, ...lost, ...wrong] };
}

/** Slack names a message by the time at which it was posted. */
const nameOf = ({ system, effect, target }: Effect): string =>
  `${system} ${effect} ${target.replace(/\d{10}\.\d{6}/, '(a message)')}`;

/** What is in `all` and not, as often, in `some`. */
function missing(all: readonly Effect[], some: readonly Effect[]): string[] {
  const left = some.map(nameOf);
  return all.map(nameOf).filter((name) => {
    const at = left.indexOf(name);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const otherwise = (what: string, expected: unknown, seen: unknown): string[] =>
  expected === seen ? [] : [`${what}: ${String(seen)}, not ${String(expected)}`];

function otherNodes({ view: expected }: VoyageLog, { view: seen }: VoyageLog): string[] {
  return expected.nodes.flatMap(({ id, state }) => {
    const node = seen.nodes.find((one) => one.id === id);
    const why = node?.error?.message ?? node?.note;
    return otherwise(`the node ${id}`, state, node?.state).map((one) =>
      why === undefined ? one : `${one} (${why})`,
    );
  });
}
