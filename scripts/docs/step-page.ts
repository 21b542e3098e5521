/** The page of one step, from its definition alone. */
import ms from 'ms';
import type { Step, StepOptions } from '../../src/activities/contract.ts';
import { isEffect } from '../../src/activities/contract.ts';
import { stepDefaults } from '../../src/workflows/activity-options.ts';
import { exampleOf, stepExamples } from './examples.ts';
import { fieldsOf } from './fields.ts';
import { code, fence, fieldTable, generated, page, source } from './markdown.ts';

export function stepPage(step: Step): string {
  const example = exampleOf(stepExamples, step.kind);
  return page(
    generated,
    `# ${step.kind}`,
    step.summary,
    `In a plan it reads: “${step.title(step.input.parse(example))}”`,
    [
      `- Effect: ${effectOf(step)}`,
      `- Systems: ${step.needs.map(code).join(', ') || 'none'}`,
      ...rightsOf(step, example),
    ].join('\n'),
    '## Input',
    fieldTable(fieldsOf(step.input, 'input'), 'Default'),
    '## Output',
    fieldTable(fieldsOf(step.output, 'output'), 'Presence'),
    '## In a runbook',
    fence('ts', exampleSource(step.kind, example)),
    referenceHint(step),
    '## Time-outs and retries',
    timing(step),
    'What an error means and what to do about it: [error codes](../errors.md).',
  );
}

export function effectOf(step: Step): string {
  if (!isEffect(step)) return 'it only reads; there is nothing to undo.';
  if (step.irreversible !== undefined) return `it can’t be undone: ${step.irreversible}.`;
  return 'it changes the system and can be undone.';
}

/** As the example of its page asks for them. */
function rightsOf(step: Step, example: object): readonly string[] {
  const rights = step.rights?.(step.input.parse(example)) ?? [];
  if (rights.length === 0) return [];
  const each = rights.map(
    ({ group, resource, verbs }) =>
      `${code(group === '' ? resource : `${resource} (${group})`)} ${verbs.join(', ')}`,
  );
  return [`- Rights in the cluster: ${each.join('; ')}`];
}

function exampleSource(kind: string, example: object): string {
  const [system = '', action = ''] = kind.split('.');
  return [
    `import { ${system} } from 'slipway/steps';`,
    '',
    `const step = ${system}.${action}(${source(example)});`,
  ].join('\n');
}

function referenceHint(step: Step): string | undefined {
  const [first] = fieldsOf(step.output, 'output');
  if (first === undefined) return undefined;
  return `${code(`step.output.${first.path}`)} stands for a value it will give: hand it to the input of a later step.`;
}

function timing(step: Step): string {
  const { actTimeout, settleTimeout, maxAttempts }: Required<StepOptions> = {
    ...stepDefaults,
    ...step.options,
  };
  const whole = `- The wait as a whole takes at most ${span(settleTimeout)}; a look that fails is repeated until then.`;
  if (!isEffect(step)) return whole;
  const act = `- One attempt takes at most ${span(actTimeout)}. After ${maxAttempts} attempts it parks: it waits for a person.`;
  const look = '- Before every attempt and before an undo it looks whether the effect is there already.';
  return [act, look, ...(step.settle === undefined ? [] : [whole])].join('\n');
}

const span = (milliseconds: number): string => ms(milliseconds, { long: true });
