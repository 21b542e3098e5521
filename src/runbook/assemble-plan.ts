/** Makes a plan: parses the input, lets the runbook look around, and validates what it made. Pure but for the runbook. */
import type { z } from 'zod';
import { audienceOf, isEverybody } from './audience.ts';
import type { Person } from './audience.ts';
import type { BuiltNode } from './built.ts';
import type { Catalog } from './catalog.ts';
import type { Sailing, Sealed } from './course.ts';
import type { RunbookInput, Runbook } from './define-runbook.ts';
import { digestOf } from './digest.ts';
import { openFactBook } from './facts.ts';
import type { Facts, PlanningContext } from './facts.ts';
import type { Json } from './json.ts';
import { isRecord, jsonSchema, plainJson } from './json.ts';
import { leaseOf } from './lease-plan.ts';
import { normalizeInput } from './normalize-input.ts';
import { nodeSchema, planFormat } from './plan.ts';
import type { Ask, Check, Plan, PlanNode } from './plan.ts';
import { PlanInvalid, problemsOfIssues } from './problem.ts';
import type { Problem } from './problem.ts';
import { validatePlan } from './validate-plan.ts';

export interface Assembled {
  readonly plan: Plan;
  /** `sha256:…` of the plan's canonical JSON: what people say yes to. */
  readonly digest: string;
}

/** What trying the checks and steps of a valid plan found: what can never work, and what people should read before they say yes. */
export interface Tried {
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
}

/** Throws `PlanInvalid` with all problems; what the runbook's own code or `tryPlan` throws comes through as it is. */
export async function assemblePlan<Clients>(
  runbook: Runbook<RunbookInput, Clients>,
  rawInput: unknown,
  context: PlanningContext<Clients>,
  catalog: Catalog,
  tryPlan: (plan: Plan) => Promise<Tried> = async () => ({ problems: [], warnings: [] }),
): Promise<Assembled> {
  const input = await parseInput(runbook, rawInput, context.environment.name);
  const book = openFactBook(context);
  const built = await builtBy(runbook, input, book.facts);
  const made = rootOf(built, catalog, context.people);
  const sealed = sealedBy(context.sailing, made);
  const root = sealed?.root ?? made;
  const draft = {
    format: planFormat,
    runbook: runbook.name,
    environment: input.environment,
    version: input.version,
    input: plainJson(input),
    facts: [...(sealed?.facts ?? []), ...book.recorded],
    warnings: [...(sealed?.warnings ?? []), ...book.warnings],
    root,
    ...(runbook.lease === 'none' ? {} : { lease: leaseOf(runbook, context.environment, root) }),
    ...(sealed === undefined ? {} : { course: sealed.course }),
  };
  const { startedBy: starter, runbooks } = context;
  const validated = validatePlan(draft, catalog, { starter, runbooks });
  const missing = sealed?.problems ?? [];
  if (!validated.ok) throw new PlanInvalid([...missing, ...validated.problems]);
  if (missing.length > 0) throw new PlanInvalid(missing);
  const { problems, warnings } = await tryPlan(validated.plan);
  if (problems.length > 0) throw new PlanInvalid(problems);
  const plan = { ...validated.plan, warnings: [...validated.plan.warnings, ...warnings] };
  return { plan, digest: digestOf(plan) };
}

/** The way back is a function of its own: what brings a version in is seldom what brings one back. */
function builtBy<Clients>(
  runbook: Runbook<RunbookInput, Clients>,
  input: z.output<RunbookInput>,
  facts: Facts<Clients>,
): BuiltNode | Promise<BuiltNode> {
  const { course } = facts;
  if (course?.type !== 'rollback') return runbook.plan(input, facts);
  return (
    runbook.rollback?.(input, { ...facts, course }) ??
    facts.refuse(
      `The runbook ${runbook.name} has no way back to an earlier version.`,
      'Write its `rollback` beside its `plan`, or release the earlier version by slipway start.',
    )
  );
}

function sealedBy(sailing: Sailing | undefined, root: unknown): Sealed | undefined {
  const node = nodeSchema.safeParse(root);
  return node.success ? sailing?.seal(node.data) : undefined;
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
