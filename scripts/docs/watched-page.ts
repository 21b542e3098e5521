/** The page of one kind that soaks and guards watch, from its definition and what its sort has to say. */
import type { z } from 'zod';
import type { WatchedKind } from '../../src/activities/watched-kind.ts';
import { checkExamples, exampleOf } from './examples.ts';
import { fieldsOf } from './fields.ts';
import { code, fence, fieldTable, generated, page, source } from './markdown.ts';

export interface WatchedSort {
  /** What it is, and how it is watched. */
  readonly says: string;
  /** The judge's options, where it is judged. */
  readonly options?: z.ZodType;
  /** What becomes of what it finds, a paragraph each. */
  readonly notes: readonly string[];
}

export function watchedPage(
  kind: Omit<WatchedKind, 'verify'>,
  { says, options: schema, notes }: WatchedSort,
): string {
  const { input, options } = exampleOf(checkExamples, kind.kind);
  const optionsTable =
    schema === undefined ? [] : ['## Options', fieldTable(fieldsOf(schema, 'input'), 'Default')];
  return page(
    generated,
    `# ${kind.kind}`,
    kind.summary,
    `In a plan it reads: “${kind.title(kind.input.parse(input))}”`,
    `${says} Systems: ${kind.needs.map(code).join(', ') || 'none'}`,
    '## Input',
    fieldTable(fieldsOf(kind.input, 'input'), 'Default'),
    ...optionsTable,
    '## In a runbook',
    fence('ts', exampleSource(kind.kind, input, options)),
    ...notes,
  );
}

function exampleSource(kind: string, input: object, options: object): string {
  const [system = '', action = ''] = kind.split('.');
  return [
    `import { ${system} } from 'slipway/steps';`,
    '',
    `const check = ${system}.${action}(${source(input)}, ${source(options)});`,
  ].join('\n');
}
