/**
 * The step contract: one action on one system, in one file, with everything about it.
 * A step file imports no client: clients are injected, so that workflow code may import schemas from here.
 */
import type { z } from 'zod';
import type { Json } from '../runbook/json.ts';
import type { Clients } from './clients.ts';
import type { ClusterNeed } from './kubernetes/rights.ts';
import type { ImageTask } from './oci/builder.ts';

export type { Json };

/** What `observe` saw. `unknown` is a state of its own: no retry and no undo happens on a guess. */
export type Observation<Output, Ref, Before> =
  | { readonly state: 'done'; readonly output: Output }
  | { readonly state: 'started'; readonly ref: Ref }
  | { readonly state: 'absent'; readonly before: Before }
  | { readonly state: 'unknown'; readonly why: string };

/** What `act` reports: finished at once, or started and to be settled. */
export type Acted<Output, Ref> = Extract<Observation<Output, Ref, never>, { state: 'done' | 'started' }>;

export const done = <const Output>(output: Output) => ({ state: 'done', output }) as const;
export const started = <const Ref>(ref: Ref) => ({ state: 'started', ref }) as const;
export const absent = <const Before>(before: Before) => ({ state: 'absent', before }) as const;
export const unknown = (why: string) => ({ state: 'unknown', why }) as const;

/** The release a step works for. */
export interface ReleaseRef {
  /** Workflow id, `release/<runbook>/<environment>/<version>`. */
  readonly id: string;
  readonly runbook: string;
  readonly environment: string;
  readonly version: string;
  readonly startedBy: string;
}

/** What a step is given besides its input. Clients are those that `needs` names. */
export interface StepContext<Need extends keyof Clients = keyof Clients> {
  /**
   * Idempotency key of the effect: the same for every attempt of one round, new when a person orders another
   * round after an effect that was seen to fail. At most 64 characters of `[a-zA-Z0-9-]`, so that it fits a
   * Kubernetes label, a git trailer and an HTTP header (`Idempotency-Key`).
   */
  readonly key: string;
  readonly release: ReleaseRef;
  readonly clients: Pick<Clients, Need>;
  /** Aborts on cancellation, on time-out and on worker shutdown. Every wait and request must honour it. */
  readonly signal: AbortSignal;
  /** Reports progress; `details` is given back as `resumed` to the attempt that follows a crash. */
  heartbeat(details?: Json): void;
  /** The last heartbeat's details of the attempt before this one. */
  readonly resumed: Json | undefined;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects when `signal` aborts. */
  sleep(ms: number): Promise<void>;
}

/** What is known of an effect when it is to be undone. `ref` and `output` are absent if the worker died inside `act`. */
export interface Undoable<Input, Output, Ref, Before> {
  readonly input: Input;
  readonly before: Before;
  readonly ref?: Ref;
  readonly output?: Output;
}

/** Temporal's options for a step's activities. Durations in milliseconds. */
export interface StepOptions {
  /** One attempt of `observe`, `act` or `undo`. Default 30 s. */
  readonly actTimeout?: number;
  /** The whole of `settle`, over all attempts. Default 1 h. */
  readonly settleTimeout?: number;
  /** Attempts of `act` before the step parks. Default 5. `settle` retries until its time-out. */
  readonly maxAttempts?: number;
}

interface StepBase<
  Kind extends string,
  In extends z.ZodType,
  Out extends z.ZodType,
  Need extends keyof Clients,
> {
  /** `system.action`: also the path of its file, its docs page and its test. */
  readonly kind: Kind;
  /** One sentence for the docs and for `slipway steps`. */
  readonly summary: string;
  /** `z.strictObject`, every field described. */
  readonly input: In;
  readonly output: Out;
  readonly needs: readonly Need[];
  /** One line for people. Called while planning, when references in the input are not resolved yet: see `text`. */
  title(input: z.output<In>): string;
  readonly options?: StepOptions;
  /**
   * What the worker's account must be allowed in the cluster, for the undo too, as far as the input tells where: a plan is refused if it
   * lacks any. Like `title`, it meets references that are not resolved yet. Each step that needs `kubernetes` has it.
   */
  rights?(input: z.output<In>): readonly ClusterNeed[];
  /** What it asks of the program that builds images: a plan is refused on a worker where none can do it. Met and called like `rights`. */
  imageTasks?(input: z.output<In>): readonly ImageTask[];
}

type Ctx<Need extends keyof Clients> = StepContext<Need>;

/** A step that only looks: it has nothing to undo. */
export interface ReadStep<
  Kind extends string = string,
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
  Need extends keyof Clients = keyof Clients,
> extends StepBase<Kind, In, Out, Need> {
  settle(ref: null, ctx: Ctx<Need>, input: z.output<In>): Promise<z.output<Out>>;
  observe?: never;
  act?: never;
  undoTitle?: never;
}

/** A step with an effect. It observes, and it can be undone or says why not. */
export type EffectStep<
  Kind extends string = string,
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
  Need extends keyof Clients = keyof Clients,
  Ref extends Json = Json,
  Before extends Json = Json,
> = StepBase<Kind, In, Out, Need> & {
  /**
   * Looks whether the effect of `ctx.key` (or an equal one) is there. Runs before every act, retry and undo;
   * `earlier` is the `before` of this round's first observation: without it nothing can have been sent yet.
   */
  observe(
    input: z.output<In>,
    ctx: Ctx<Need>,
    earlier?: Before,
  ): Promise<Observation<z.output<Out>, Ref, Before>>;
  /** The side effect; quick. */
  act(input: z.output<In>, ctx: Ctx<Need>, before: Before): Promise<Acted<z.output<Out>, Ref>>;
  /** The wait for what `act` started. Not needed where `act` always ends in `done`. */
  settle?(ref: Ref, ctx: Ctx<Need>, input: z.output<In>): Promise<z.output<Out>>;
} & (
    | {
        /** Puts back what was before. Idempotent, harmless if nothing happened; resolves with one line for the report. */
        undo(what: Undoable<z.output<In>, z.output<Out>, Ref, Before>, ctx: Ctx<Need>): Promise<string>;
        /**
         * What that will do, in one line: people read it before they order a rollback. Default: the step's title.
         * May throw where `before` is of an older version; the title stands then.
         */
        undoTitle?(
          what: Pick<Undoable<z.output<In>, z.output<Out>, Ref, Before>, 'input' | 'before'>,
        ): string;
        /**
         * Only where the input says how it is undone: the reason why this one can't be, as people read it in the plan. Undefined: it
         * can. Called while planning, when references in the input are not resolved yet.
         */
        irreversibleFor?(input: z.output<In>): string | undefined;
        irreversible?: never;
      }
    | {
        /** Why it can't be undone, as people read it in the plan before they say yes. */
        irreversible: string;
        undo?: never;
        undoTitle?: never;
        irreversibleFor?: never;
      }
  );

export type Step = ReadStep | EffectStep;

export const isEffect = (step: Step): step is EffectStep => step.act !== undefined;
