/** Makes a plan: parses the input, lets the runbook look around, and validates what it made. Pure but for the runbook. */
import { audienceOf, isEverybody } from './audience.ts';
import type { Person } from './audience.ts';
import type { Catalog } from './catalog.ts';
import type { RunbookInput, Runbook } from './define-runbook.ts';
import { digestOf } from './digest.ts';
import { openFactBook } from './facts.ts';
import type { PlanningContext } from './facts.ts';
import type { Json } from './json.ts';
import { isRecord, jsonSchema, plainJson } from './json.ts';
import { normalizeInput } from './normalize-input.ts';
import { nodeSchema, planFormat } from './plan.ts';
import type { Ask, Check, Plan, PlanNode } from './plan.ts';
import { PlanInvalid, problemsOfIssues } from './problem.ts';
import { validatePlan } from './validate-plan.ts';

export interface Assembled {
  readonly plan: Plan;
  /** `sha256:…` of the plan's canonical JSON: what people say yes to. */
  readonly digest: string;
}

/** Throws `PlanInvalid` with all problems; what the runbook's own code throws comes through as it is. */
export async function assemblePlan<Clients>(
  runbook: Runbook<RunbookInput, Clients>,
  rawInput: unknown,
  context: PlanningContext<Clients>,
  catalog: Catalog,
): Promise<Assembled> {
  const input = await parseInput(runbook, rawInput, context.environment.name);
  const book = openFactBook(context);
  const built = await runbook.plan(input, book.facts);
  const draft = {
    format: planFormat,
    runbook: runbook.name,
    environment: input.environment,
    version: input.version,
    input: plainJson(input),
    facts: book.recorded,
    warnings: book.warnings,
    root: rootOf(built, catalog, context.people),
  };
  const { startedBy: starter, runbooks } = context;
  const validated = validatePlan(draft, catalog, { starter, runbooks });
  if (!validated.ok) throw new PlanInvalid(validated.problems);
  return { plan: validated.plan, digest: digestOf(validated.plan) };
}

async function parseInput(runbook: Runbook, rawInput: unknown, environment: string) {
  const remedy = `Correct the input; \`slipway start ${runbook.name} --help\` says what it takes`;
  const parsed = await runbook.input.safeParseAsync(rawInput);
  if (!parsed.success) throw new PlanInvalid(problemsOfIssues(parsed.error.issues, ['input'], remedy));
  const json = jsonSchema.safeParse(plainJson(parsed.data));
  if (!json.success) throw new PlanInvalid(problemsOfIssues(json.error.issues, ['input'], remedy));
  if (parsed.data.environment === environment) return parsed.data;
  throw new PlanInvalid([
    {
      path: 'input.environment',
      message: `is '${parsed.data.environment}', but the release is planned for '${environment}'`,
      remedy: 'Start it again for the environment that is meant',
    },
  ]);
}

/** A node that isn't well made goes on as it is: the validator names what is wrong with it. */
function rootOf(built: unknown, catalog: Catalog, people: readonly Person[]): unknown {
  const given = isRecord(built) ? built['node'] : undefined;
  const node = nodeSchema.safeParse(given);
  return node.success ? normalizeNode(node.data, catalog, people) : given;
}

/** A plan names whom it asks, for only they may answer. */
const named = (ask: Ask, people: readonly Person[]): Ask =>
  isEverybody(ask.approvers) ? { ...ask, approvers: audienceOf(people, []) } : ask;

/** Builders have written defaults in already; nodes that were made by hand get theirs here. */
function normalizeNode(node: PlanNode, catalog: Catalog, people: readonly Person[]): PlanNode {
  const check = (one: Check): Check => ({ ...one, input: normalized(catalog.check(one.kind), one.input) });
  switch (node.type) {
    case 'sequence':
    case 'parallel':
      return { ...node, nodes: node.nodes.map((child) => normalizeNode(child, catalog, people)) };
    case 'step':
      return { ...node, input: normalized(catalog.step(node.kind), node.input) };
    case 'soak':
      return { ...node, checks: node.checks.map(check), ask: named(node.ask, people) };
    case 'guard':
      return {
        ...node,
        checks: node.checks.map(check),
        ask: named(node.ask, people),
        node: normalizeNode(node.node, catalog, people),
      };
    case 'gate':
    case 'release':
      return node;
  }
}

const normalized = (
  kind: { readonly input: Parameters<typeof normalizeInput>[0] } | undefined,
  input: Record<string, Json>,
): Record<string, Json> => (kind === undefined ? input : normalizeInput(kind.input, input));
