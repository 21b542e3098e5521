/** Runs a step by its contract without an engine: observe, act, settle, with the engine's rule for retries; and undo. */
import { ApplicationFailure } from '@temporalio/common';
import type { Clients } from '../../src/activities/clients.ts';
import { isEffect } from '../../src/activities/contract.ts';
import type { Json, Observation, Step, StepContext } from '../../src/activities/contract.ts';

export interface Attempt extends StepContext {
  /** Details of all heartbeats so far. */
  readonly beats: Json[];
}

export interface AttemptOptions {
  readonly key?: string;
  readonly signal?: AbortSignal;
  readonly resumed?: Json;
}

export function contextFor(clients: Partial<Clients>, options: AttemptOptions = {}): Attempt {
  const { key = 'key-1', signal = new AbortController().signal, resumed } = options;
  const beats: Json[] = [];
  return {
    key,
    signal,
    resumed,
    beats,
    clients: clients as Clients,
    release: {
      id: 'release/lock/stage/3.111',
      runbook: 'lock',
      environment: 'stage',
      version: '3.111',
      startedBy: 'ada',
    },
    heartbeat: (details) => void (details !== undefined && beats.push(details)),
    now: () => Date.now(),
    sleep: (ms) => sleep(ms, signal),
  };
}

/** What the engine knows of an effect after an attempt. */
export interface Known {
  readonly input: unknown;
  readonly before: Json | undefined;
  ref?: Json;
  output?: Json;
}

export interface Attempted {
  readonly output: Json;
  /** What undo is given. */
  readonly known: Known;
  /** Errors of attempts that were retried. */
  readonly retried: ApplicationFailure[];
}

/** Runs the step to its end. A retryable error of `act` is retried after another look, without its delay. */
export async function attempt(step: Step, given: unknown, ctx: StepContext): Promise<Attempted> {
  const input = step.input.parse(given);
  const retried: ApplicationFailure[] = [];
  if (!isEffect(step)) {
    const output = (await step.settle(null, ctx, input)) as Json;
    return { output, known: { input, before: undefined }, retried };
  }
  const seen = (await step.observe(input, ctx)) as Observation<Json, Json, Json>;
  const known: Known = { input, before: seen.state === 'absent' ? seen.before : undefined };
  let now = seen;
  for (;;) {
    if (now.state === 'unknown') throw new Error(`unknown: ${now.why}`);
    if (now.state === 'absent') {
      try {
        now = (await step.act(input, ctx, known.before ?? null)) as Observation<Json, Json, Json>;
      } catch (error) {
        if (!(error instanceof ApplicationFailure) || error.nonRetryable === true) throw error;
        retried.push(error);
        now = (await step.observe(input, ctx, known.before)) as Observation<Json, Json, Json>;
      }
      continue;
    }
    if (now.state === 'started') {
      known.ref = now.ref;
      if (step.settle === undefined) throw new Error(`${step.kind} has started and can't settle`);
      known.output = (await step.settle(now.ref, ctx, input)) as Json;
    } else {
      known.output = now.output;
    }
    step.output.parse(known.output);
    return { output: known.output, known, retried };
  }
}

/** What the step sees, as the engine asks before it acts and before an undo. */
export async function observe(
  step: Step,
  given: unknown,
  ctx: StepContext,
): Promise<Observation<Json, Json, Json>> {
  if (!isEffect(step)) throw new Error(`${step.kind} has no effect to observe`);
  return (await step.observe(step.input.parse(given), ctx)) as Observation<Json, Json, Json>;
}

export function undo(step: Step, known: Known, ctx: StepContext): Promise<string> {
  if (!isEffect(step) || step.undo === undefined) throw new Error(`${step.kind} has no undo`);
  const { input, before = null, ref, output } = known;
  return step.undo(
    { input, before, ...(ref === undefined ? {} : { ref }), ...(output === undefined ? {} : { output }) },
    ctx,
  );
}

/** The failure's details, as views read them. */
export async function failureOf(work: Promise<unknown>): Promise<ApplicationFailure> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ApplicationFailure) return error;
  throw new Error(`There was no failure of a step, but ${String(error)}`);
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
