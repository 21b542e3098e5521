/** Validates a plan before anything runs. All problems come at once, each with its place and a remedy. */
import { z } from 'zod';
import type { Catalog } from './catalog.ts';
import { canonicalJson } from './digest.ts';
import { isRecord } from './json.ts';
import { planSchema } from './plan.ts';
import type { Plan } from './plan.ts';
import { pathText, problemsOfIssues } from './problem.ts';
import type { Problem } from './problem.ts';
import { holdersOf } from './validation/holders.ts';
import { depthProblems, sizeProblems } from './validation/limits.ts';
import { nodeProblems } from './validation/nodes.ts';
import type { ValidateOptions } from './validation/nodes.ts';
import { outputOf } from './validation/outputs.ts';
import { placesOf } from './validation/places.ts';
import type { Places } from './validation/places.ts';
import { referenceProblems } from './validation/references.ts';
import { repeated } from './validation/repeated.ts';

export type { ValidateOptions };

export type Validated =
  { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly problems: readonly Problem[] };

export function validatePlan(plan: unknown, catalog: Catalog, options: ValidateOptions = {}): Validated {
  const tooDeep = depthProblems(plan);
  if (tooDeep.length > 0) return { ok: false, problems: tooDeep };
  const parsed = planSchema.safeParse(plan);
  const places = placesOf(isRecord(plan) ? plan['root'] : undefined);
  const problems = [
    ...problemsOfIssues(parsed.error?.issues ?? [], [], 'Correct the runbook that made this plan'),
    ...(parsed.success ? wholePlanProblems(parsed.data, plan, places) : []),
    ...idProblems(places),
    ...places.places.flatMap((place) => nodeProblems(place, catalog, options)),
    ...allReferenceProblems(places, catalog),
  ];
  return parsed.success && problems.length === 0 ? { ok: true, plan: parsed.data } : { ok: false, problems };
}

/** The plan as JSON Schema, for whoever writes or reads plans outside of this package. */
export const planJsonSchema = (): Record<string, unknown> => ({ ...z.toJSONSchema(planSchema) });

function wholePlanProblems(parsed: Plan, given: unknown, { places }: Places): Problem[] {
  const facts = repeated(parsed.facts.map(({ id }) => id)).map(({ value, index }) => ({
    path: `facts[${index}].id`,
    message: `there is a fact '${value}' already`,
    remedy: 'Give each fact an id of its own',
  }));
  // What the schema passes over in silence would be shown but not run.
  const same = canonicalJson(parsed) === canonicalJson(given as Plan);
  const lost = {
    path: '',
    message: 'holds something that JSON or a plan has no place for',
    remedy: 'Use plain JSON values',
  };
  return [...sizeProblems(parsed, places.length), ...facts, ...(same ? [] : [lost])];
}

const idProblems = ({ ids }: Places): Problem[] =>
  [...ids].flatMap(([id, paths]) =>
    paths.slice(1).map((path) => ({
      path: pathText([...path, 'id']),
      message: `the id '${id}' is taken by ${pathText(paths[0] ?? [])}`,
      remedy: 'Give one of them another id in its options',
    })),
  );

function allReferenceProblems({ places, ids }: Places, catalog: Catalog): Problem[] {
  const outputs = new Map(places.map(({ node }) => [node.id, outputOf(node, catalog)]));
  return places
    .flatMap((place) => holdersOf(place, catalog))
    .flatMap((holder) => referenceProblems(holder, { ids, outputs }));
}
