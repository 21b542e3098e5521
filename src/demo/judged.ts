/** Whether a scenario went as it should. */
import type { ReleaseEnd } from './release-end.ts';
import { reportOf } from './report.ts';
import type { Finding } from './report.ts';
import type { Answering } from './run-release.ts';
import type { Scenario } from './scenarios.ts';

const environments = ['stage', 'prod'] as const;

export function judged(
  scenario: Scenario,
  ends: readonly ReleaseEnd[],
  duplicates: number,
  answering: Answering,
): Finding {
  const problems = [
    // A person may end a release as they like.
    ...(answering.by === 'demo' ? wrongOutcomes(scenario, ends) : []),
    ...ends.filter((end) => asForeseen(scenario, end)).flatMap((end) => scenario.verify(end)),
    ...(duplicates === 0 ? [] : [`${duplicates} effects happened twice`]),
  ];
  const complete =
    problems.length === 0 && environments.every((name) => foundAsForeseen(scenario, ends, name));
  return {
    report: reportOf(ends, duplicates),
    checked: complete && scenario.shows !== undefined ? [scenario.shows] : [],
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
  const missing = environments.filter((name) => ends.every(({ environment }) => environment !== name));
  return [
    ...ends
      .filter((end) => !asForeseen(scenario, end))
      .map(
        ({ environment, result: { outcome, why } }) =>
          `${environment}: ended ${outcome}, not ${scenario.outcomes[environment]}: ${why}`,
      ),
    ...missing.map((name) => `${name}: was not released to`),
  ];
}
