/** Makes Temporal activities of steps: `<kind>.observe`, `.act`, `.settle`, `.undo`. Runs on workers only. */
import { Context } from '@temporalio/activity';
import type { z } from 'zod';
import { neverHappened } from './calls.ts';
import type { ActCall, ObserveCall, SettleCall, UndoCall } from './calls.ts';
import type { Clients } from './clients.ts';
import { isEffect } from './contract.ts';
import type {
  Acted,
  EffectStep,
  Json,
  Observation,
  ReadStep,
  ReleaseRef,
  Step,
  StepContext,
} from './contract.ts';
import { fatal } from './errors.ts';
import { guarded } from './guarded.ts';
import { bytesOf, held, inKb } from './limits.ts';
import { openContext } from './open-context.ts';
import { twice } from './twice.ts';

/** What the worker injects. */
export interface StepDeps {
  /** The clients of the environment that a release works in. */
  clientsFor(release: ReleaseRef): Clients;
  /** Takes every known secret out of a text. */
  scrub(text: string): string;
}

type Activity = (call: never) => Promise<unknown>;

export function stepActivities(steps: Iterable<Step>, deps: StepDeps): Record<string, Activity> {
  return Object.fromEntries(
    [...steps].flatMap((step) => Object.entries(isEffect(step) ? effect(step, deps) : read(step, deps))),
  );
}

function read(step: ReadStep, deps: StepDeps): Record<string, Activity> {
  return {
    [`${step.kind}.settle`]: ({ input, ...call }: SettleCall) =>
      guarded(deps, async () => {
        const valid = parseInput(step, input);
        return parseOutput(step, await step.settle(null, contextOf(deps, call), valid));
      }),
  };
}

function effect(step: EffectStep, deps: StepDeps): Record<string, Activity> {
  const { kind } = step;
  return {
    [`${kind}.observe`]: ({ input, earlier, ...call }: ObserveCall) =>
      guarded(deps, async () => step.observe(parseInput(step, input), contextOf(deps, call), earlier)),
    [`${kind}.act`]: ({ input, before, ...call }: ActCall) =>
      guarded(deps, () => act(step, parseInput(step, input), contextOf(deps, call), before)),
    [`${kind}.settle`]: ({ input, ref, ...call }: SettleCall) =>
      guarded(deps, async () => {
        if (step.settle === undefined) throw fatal('internal', `${kind} has nothing to wait for.`);
        const valid = parseInput(step, input);
        return parseOutput(step, await step.settle(ref, contextOf(deps, call), valid));
      }),
    [`${kind}.undo`]: ({ input, before, ref, output, ...call }: UndoCall) =>
      guarded(deps, () =>
        undo(step, { input: parseInput(step, input), before, ref, output }, contextOf(deps, call)),
      ),
  };
}

/** The first attempt follows the workflow's own observation; every later one looks again before it acts. */
async function act(
  step: EffectStep,
  input: unknown,
  ctx: StepContext,
  before: Json,
): Promise<Acted<Json, Json>> {
  const seen =
    Context.current().info.attempt === 1
      ? { state: 'absent' as const }
      : await lookTwice(step, input, ctx, before);
  const acted = seen.state === 'absent' ? await step.act(input, ctx, before) : seen;
  return acted.state === 'done' ? { state: 'done', output: parseOutput(step, acted.output) } : acted;
}

interface Known {
  readonly input: unknown;
  readonly before: Json;
  readonly ref?: Json | undefined;
  readonly output?: Json | undefined;
}

async function undo(step: EffectStep, known: Known, ctx: StepContext): Promise<string> {
  if (step.undo === undefined) throw fatal('internal', `${step.kind} can’t be undone: ${step.irreversible}`);
  // What is on record needs no second sight: an unknown matters only if nothing is known of the effect.
  const recorded = known.ref !== undefined || known.output !== undefined;
  const seen = await (recorded
    ? step.observe(known.input, ctx, known.before)
    : lookTwice(step, known.input, ctx, known.before));
  const ref = known.ref ?? (seen.state === 'started' ? seen.ref : undefined);
  const output = known.output ?? (seen.state === 'done' ? (seen.output as Json) : undefined);
  if (seen.state === 'absent' && ref === undefined && output === undefined) return neverHappened;
  return step.undo(
    {
      input: known.input,
      before: known.before,
      ...(ref === undefined ? {} : { ref }),
      ...(output === undefined ? {} : { output }),
    },
    ctx,
  );
}

/** Unknown twice is an error that parks: nobody acts on a guess. */
async function lookTwice(step: EffectStep, input: unknown, ctx: StepContext, before: Json) {
  const seen = await twice<Observation<unknown, Json, Json>>(
    ctx,
    () => step.observe(input, ctx, before),
    ({ state }) => state !== 'unknown',
  );
  if (seen.state !== 'unknown') return seen;
  throw fatal('unknown', `It can’t be seen whether it was done: ${seen.why}`);
}

const contextOf = (
  deps: StepDeps,
  call: { readonly key: string; readonly release: ReleaseRef },
): StepContext => openContext(call, deps.clientsFor(call.release));

function parseInput(step: Step, input: unknown): unknown {
  const parsed = step.input.safeParse(input);
  if (parsed.success) return parsed.data;
  throw fatal('input-invalid', `The input of ${step.kind} is not valid: ${issues(parsed.error)}.`);
}

function parseOutput(step: Step, output: unknown): Json {
  const parsed = step.output.safeParse(output);
  if (parsed.success) {
    const bytes = bytesOf(parsed.data);
    if (bytes <= held.output) return parsed.data as Json;
    throw fatal(
      'refused',
      `${step.kind} gave an output of ${inKb(bytes)}; a release holds at most ${inKb(held.output)} of each step.`,
      'Have the step give less: a link, a digest. Was its effect made, skip it with an output by hand.',
    );
  }
  throw fatal('internal', `${step.kind} gave an output that its schema refuses: ${issues(parsed.error)}.`);
}

const issues = ({ issues: all }: z.ZodError): string =>
  all.map(({ path, message }) => `${path.map(String).join('.') || 'input'}: ${message}`).join('; ');
