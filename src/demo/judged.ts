/** Whether a scenario went as it should. */
import type { Board } from '../environment/board.ts';
import type { ReleaseEnd } from './release-end.ts';
import { reportOf } from './report.ts';
import type { Finding } from './report.ts';
import type { Answering } from './run-release.ts';
import type { Scenario } from './demonstration.ts';

/** What was seen when all was over. */
export interface AtTheEnd {
  readonly duplicates: number;
  readonly board: Board;
  /** Where the board is not what the world has. */
  readonly onBoard: readonly string[];
}

const environmentsOf = ({ outcomes }: Scenario): string[] => Object.keys(outcomes);

export function judged(
  scenario: Scenario,
  ends: readonly ReleaseEnd[],
  { duplicates, board, onBoard }: AtTheEnd,
  answering: Answering,
): Finding {
  const problems = [
    // A person may end a release as they like.
    ...(answering.by === 'demo' ? wrongOutcomes(scenario, ends) : []),
    ...ends.filter((end) => asForeseen(scenario, end)).flatMap((end) => scenario.verify(end)),
    ...ends.flatMap(({ seen, environment }) => seen.map((one) => `${environment}: ${one}`)),
    ...onBoard,
    ...(duplicates === 0 ? [] : [`${duplicates} effects happened twice`]),
  ];
  const complete =
    problems.length === 0 && environmentsOf(scenario).every((name) => foundAsForeseen(scenario, ends, name));
  return {
    report: reportOf(ends, duplicates, board),
    checked: [
      ...(complete && scenario.shows !== undefined ? [scenario.shows] : []),
      ...(onBoard.length === 0 ? ['the board says what the practised systems run.'] : []),
    ],
    problems,
  };
}

const asForeseen = ({ outcomes }: Scenario, { environment, result }: ReleaseEnd): boolean =>
  result.outcome === outcomes[environment];

const foundAsForeseen = (
  scenario: Scenario,
  ends: readonly ReleaseEnd[],
  name: ReleaseEnd['environment'],
): boolean => ends.some((end) => end.environment === name && asForeseen(scenario, end));

function wrongOutcomes(scenario: Scenario, ends: readonly ReleaseEnd[]): string[] {
  const missing = environmentsOf(scenario).filter((name) =>
    ends.every(({ environment }) => environment !== name),
  );
  return [
    ...ends
      .filter((end) => !asForeseen(scenario, end))
      .map(
        ({ environment, result: { outcome, why } }) =>
          `${environment}: ended ${outcome}, not ${scenario.outcomes[environment] ?? 'begun at all'}: ${why}`,
      ),
    ...missing.map((name) => `${name}: was not released to`),
  ];
}
