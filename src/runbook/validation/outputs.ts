/** What each node of a plan will give, as JSON Schema: what references may point at. */
import { z } from 'zod';
import type { Catalog } from '../catalog.ts';
import { jsonSchemaOf } from '../json-schema.ts';
import type { JsonSchema } from '../json-schema.ts';
import { jsonSchema } from '../json.ts';
import type { Ask, PlanNode, Question } from '../plan.ts';

const releaseOutputSchema = z.strictObject({
  id: z.string(),
  outcome: z.string(),
  outputs: z.record(z.string(), jsonSchema),
});

export type Output =
  { readonly gives: 'nothing' | 'unknown' } | { readonly gives: 'value'; readonly schema: JsonSchema };

export function outputOf(node: PlanNode, catalog: Catalog): Output {
  switch (node.type) {
    case 'step': {
      const step = catalog.step(node.kind);
      return step === undefined
        ? { gives: 'unknown' }
        : { gives: 'value', schema: jsonSchemaOf(step.output, 'output') };
    }
    case 'gate':
      return { gives: 'value', schema: gateOutputSchema(node.ask) };
    case 'release':
      return { gives: 'value', schema: jsonSchemaOf(releaseOutputSchema, 'output') };
    case 'sequence':
    case 'parallel':
    case 'soak':
    case 'guard':
      return { gives: 'nothing' };
  }
}

/** `{ answers, approvedBy }`. A deadline that approves leaves even required questions without an answer. */
function gateOutputSchema({ questions, deadline }: Ask): JsonSchema {
  const answered = deadline?.then === 'approve' ? [] : questions.filter(({ required }) => required);
  return {
    type: 'object',
    properties: {
      answers: {
        type: 'object',
        properties: Object.fromEntries(questions.map((question) => [question.id, answerSchema(question)])),
        required: answered.map(({ id }) => id),
        additionalProperties: false,
      },
      approvedBy: { type: 'array', items: { type: 'string' } },
    },
    required: ['answers', 'approvedBy'],
    additionalProperties: false,
  };
}

function answerSchema(question: Question): JsonSchema {
  switch (question.type) {
    case 'text':
      return { type: 'string' };
    case 'choice':
      return { type: 'string', enum: question.choices };
    case 'number':
    case 'boolean':
      return { type: question.type };
  }
}
