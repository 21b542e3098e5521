/** All generated pages: path below docs/ and content. Pure, so that a test can hold the files against it. */
import { checks, comparisons, issues, pasts, steps } from '../../src/activities/registry.ts';
import { planJsonSchema } from '../../src/runbook/validate-plan.ts';
import { configurationPage } from './configuration-page.ts';
import { errorsPage } from './errors-page.ts';
import { stepPage } from './step-page.ts';
import { stepsIndex } from './steps-index.ts';
import { watchedPage } from './watched-page.ts';
import { sorts } from './watched-sorts.ts';

const byKind = (a: { kind: string }, b: { kind: string }): number => (a.kind < b.kind ? -1 : 1);

export function generatedPages(): ReadonlyMap<string, string> {
  const allSteps = [...steps.values()].sort(byKind);
  const allChecks = [...checks.values()].sort(byKind);
  const allComparisons = [...comparisons.values()].sort(byKind);
  const others = [...pasts.values(), ...issues.values()];
  return new Map([
    ['steps/README.md', stepsIndex(allSteps, [...allChecks, ...allComparisons, ...others].sort(byKind))],
    ...allSteps.map((step) => [`steps/${step.kind}.md`, stepPage(step)] as const),
    ...allChecks.map((check) => [`steps/${check.kind}.md`, watchedPage(check, sorts.check)] as const),
    ...allComparisons.map((one) => [`steps/${one.kind}.md`, watchedPage(one, sorts.comparison)] as const),
    ...[...pasts.values()].map((one) => [`steps/${one.kind}.md`, watchedPage(one, sorts.past)] as const),
    ...[...issues.values()].map((one) => [`steps/${one.kind}.md`, watchedPage(one, sorts.issues)] as const),
    ['errors.md', errorsPage()],
    ['configuration.md', configurationPage()],
    ['plan.schema.json', `${JSON.stringify(planJsonSchema(), null, 2)}\n`],
  ]);
}
