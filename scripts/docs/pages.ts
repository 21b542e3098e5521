/** All generated pages: path below docs/ and content. Pure, so that a test can hold the files against it. */
import { checks, comparisons, steps } from '../../src/activities/registry.ts';
import { planJsonSchema } from '../../src/runbook/validate-plan.ts';
import { checkPage } from './check-page.ts';
import { comparisonPage } from './comparison-page.ts';
import { configurationPage } from './configuration-page.ts';
import { errorsPage } from './errors-page.ts';
import { stepPage } from './step-page.ts';
import { stepsIndex } from './steps-index.ts';

const byKind = (a: { kind: string }, b: { kind: string }): number => (a.kind < b.kind ? -1 : 1);

export function generatedPages(): ReadonlyMap<string, string> {
  const allSteps = [...steps.values()].sort(byKind);
  const allChecks = [...checks.values()].sort(byKind);
  const allComparisons = [...comparisons.values()].sort(byKind);
  return new Map([
    ['steps/README.md', stepsIndex(allSteps, [...allChecks, ...allComparisons].sort(byKind))],
    ...allSteps.map((step) => [`steps/${step.kind}.md`, stepPage(step)] as const),
    ...allChecks.map((check) => [`steps/${check.kind}.md`, checkPage(check)] as const),
    ...allComparisons.map((one) => [`steps/${one.kind}.md`, comparisonPage(one)] as const),
    ['errors.md', errorsPage()],
    ['configuration.md', configurationPage()],
    ['plan.schema.json', `${JSON.stringify(planJsonSchema(), null, 2)}\n`],
  ]);
}
