/** The page of one comparison, from its definition and the judge's options. */
import type { ComparisonKind } from '../../src/activities/comparison.ts';
import { comparisonOptionsSchema } from '../../src/runbook/plan.ts';
import { exampleSource } from './check-page.ts';
import { checkExamples, exampleOf } from './examples.ts';
import { fieldsOf } from './fields.ts';
import { code, fence, fieldTable, generated, page } from './markdown.ts';

export function comparisonPage(comparison: ComparisonKind): string {
  const { input, options } = exampleOf(checkExamples, comparison.kind);
  return page(
    generated,
    `# ${comparison.kind}`,
    comparison.summary,
    `In a plan it reads: “${comparison.title(comparison.input.parse(input))}”`,
    `A comparison: a soak or a guard reads both arms in every tick, and the [judge](../judge.md) weighs what it has seen so far. Systems: ${comparison.needs.map(code).join(', ') || 'none'}`,
    '## Input',
    fieldTable(fieldsOf(comparison.input, 'input'), 'Default'),
    '## Options',
    fieldTable(fieldsOf(comparisonOptionsSchema, 'input'), 'Default'),
    '## In a runbook',
    fence('ts', exampleSource(comparison.kind, input, options)),
    'A source that doesn’t answer gives no data, which is neither good nor bad: it is read again from where it was left, and half a soak without data is inconclusive.',
  );
}
