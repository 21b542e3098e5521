/** The page of one check, from its definition alone. */
import type { CheckKind } from '../../src/activities/check.ts';
import { checkExamples, exampleOf } from './examples.ts';
import { fieldsOf } from './fields.ts';
import { code, fence, fieldTable, generated, page, source } from './markdown.ts';

export function checkPage(check: CheckKind): string {
  const { input, options } = exampleOf(checkExamples, check.kind);
  return page(
    generated,
    `# ${check.kind}`,
    check.summary,
    `In a plan it reads: “${check.title(check.input.parse(input))}”`,
    `A check: a soak or a guard looks at it again and again. Systems: ${check.needs.map(code).join(', ') || 'none'}`,
    '## Input',
    fieldTable(fieldsOf(check.input, 'input'), 'Default'),
    '## In a runbook',
    fence('ts', exampleSource(check.kind, input, options)),
    'A source that doesn’t answer gives no data, which is neither good nor bad: see `inconclusiveLimit` in the [plan’s schema](../plan.schema.json).',
  );
}

export function exampleSource(kind: string, input: object, options: object): string {
  const [system = '', action = ''] = kind.split('.');
  return [
    `import { ${system} } from 'slipway/steps';`,
    '',
    `const check = ${system}.${action}(${source(input)}, ${source(options)});`,
  ].join('\n');
}
