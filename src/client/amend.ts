/** New input for a parked step: all of it as JSON, or single fields laid over the input it ran with. */
import { z } from 'zod';
import { steps } from '../activities/registry.ts';
import type { Json } from '../runbook/json.ts';
import { jsonSchemaOf } from '../runbook/json-schema.ts';
import { jsonSchema, parseJson } from '../runbook/json.ts';
import type { PlanNode } from '../runbook/plan.ts';
import { resolveInput } from '../runbook/resolve-input.ts';
import { flatten } from '../workflows/state.ts';
import type { ReleaseView } from '../workflows/view.ts';
import { parsePairs } from './answers.ts';
import { usage } from './cli-error.ts';
import { typedValue } from './typed-value.ts';

const recordSchema = z.record(z.string(), jsonSchema);

export function parseRecord(text: string, flag: string): Record<string, Json> {
  const parsed = recordSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw usage(`${flag} takes a JSON object, not ‘${text.slice(0, 100)}’.`);
}

export function overlay(view: ReleaseView, node: string, pairs: readonly string[]): Record<string, Json> {
  const changes = parsePairs(pairs, '--input');
  const amended = Object.fromEntries(
    [...changes].map(([field, text]) => [field, valueFor(view, node, field, text)]),
  );
  return { ...currentInput(view, node), ...amended };
}

/** The input of the last amendment, else the plan's with its references resolved. */
function currentInput(view: ReleaseView, node: string): Record<string, Json> {
  const last = view.audit.filter((entry) => entry.node === node && entry.what === 'amend').at(-1);
  const amended = z.object({ new: recordSchema }).safeParse(last?.detail);
  if (amended.success) return amended.data.new;
  const planned = planNode(view, node);
  const outputs = Object.fromEntries(
    view.nodes.flatMap(({ id, output }) => (output === undefined ? [] : [[id, output]])),
  );
  const resolved = resolveInput(planned !== undefined && 'input' in planned ? planned.input : {}, outputs);
  if (resolved.ok) return resolved.input;
  throw usage(
    `${node} refers to what isn’t there: ${resolved.missing.join(', ')}.`,
    'Give the whole input with --input-json.',
  );
}

/** By the step's schema: a field that is a text stays one, whatever it looks like. */
function valueFor(view: ReleaseView, node: string, field: string, text: string): Json {
  const planned = planNode(view, node);
  const step = planned?.type === 'step' ? steps.get(planned.kind) : undefined;
  const property = step === undefined ? undefined : jsonSchemaOf(step.input, 'input').properties?.[field];
  return typedValue(property, text);
}

function planNode({ plan }: ReleaseView, id: string): PlanNode | undefined {
  return plan === undefined ? undefined : flatten(plan.root).find(({ node }) => node.id === id)?.node;
}
