/** A Rollout as the steps read it. */
import { z } from 'zod';
import { fatal } from '../errors.ts';
import { asExpected } from '../kubernetes/as-expected.ts';
import type { ClusterObject, ObjectRef } from '../kubernetes/client.ts';
import { nameOf, openSteady, settled, waiting } from '../kubernetes/watch-until.ts';
import type { ClusterContext, Look } from '../kubernetes/watch-until.ts';
import { whyUnready } from '../kubernetes/unready.ts';

export const rolloutInput = {
  rollout: z.string().min(1).describe('Name of the Rollout'),
  namespace: z.string().min(1).describe('Namespace of the Rollout'),
};

export const imageInput = z
  .string()
  .optional()
  .describe(
    'Image the Rollout’s template must have by then, as it stands there; guards against looking too early',
  );

export const timeoutInput = z.number().int().min(1).max(86_400).default(1800).describe('Seconds it may take');

/** The whole wait may take a day; the step’s own `timeoutSeconds` ends it before, with the reason. */
export const longWait = { settleTimeout: 25 * 3_600_000 };

const stepSchema = z.looseObject({
  pause: z.looseObject({ duration: z.union([z.string(), z.number()]).optional() }).nullish(),
});

const rolloutSchema = z.object({
  metadata: z.object({ generation: z.number().default(0) }),
  spec: z.object({
    paused: z.boolean().default(false),
    template: z
      .object({ spec: z.object({ containers: z.array(z.object({ image: z.string() })).min(1) }) })
      .optional(),
    strategy: z
      .object({ canary: z.object({ steps: z.array(stepSchema).default([]) }).optional() })
      .default({}),
  }),
  status: z
    .object({
      phase: z.string().default('Progressing'),
      message: z.string().default(''),
      observedGeneration: z.string().default(''),
      currentPodHash: z.string().default(''),
      stableRS: z.string().default(''),
      currentStepIndex: z.number().default(0),
      pauseConditions: z.array(z.object({ reason: z.string() })).default([]),
      abort: z.boolean().default(false),
      promoteFull: z.boolean().default(false),
    })
    .prefault({}),
});

export interface RolloutView {
  readonly phase: string;
  readonly message: string;
  /** The controller has seen the present spec; before that, the status speaks of an older one. */
  readonly current: boolean;
  /** A version other than the stable one is being brought in. */
  readonly inFlight: boolean;
  readonly image: string;
  readonly hash: string;
  readonly stableHash: string;
  readonly step: number;
  /** All steps are over: what remains is to bring up the rest. */
  readonly lastStepPassed: boolean;
  /** Why the canary waits for somebody; a pause that ends by itself has none. */
  readonly pauseReason: string | undefined;
  readonly aborted: boolean;
  readonly promoteFull: boolean;
}

export const rolloutRef = ({
  rollout,
  namespace,
}: {
  readonly rollout: string;
  readonly namespace: string;
}): ObjectRef => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  plural: 'rollouts',
  namespace,
  name: rollout,
});

export function readRollout(object: ClusterObject): RolloutView {
  const { metadata, spec, status } = asExpected(rolloutSchema, 'Rollout', object);
  const steps = spec.strategy.canary?.steps ?? [];
  const timed = steps[status.currentStepIndex]?.pause?.duration !== undefined;
  return {
    phase: status.phase,
    message: status.message,
    current: status.observedGeneration === String(metadata.generation),
    inFlight: status.stableRS !== status.currentPodHash,
    image: spec.template?.spec.containers[0]?.image ?? '',
    hash: status.currentPodHash,
    stableHash: status.stableRS,
    step: status.currentStepIndex,
    lastStepPassed: status.currentStepIndex >= steps.length,
    pauseReason: spec.paused || timed ? undefined : status.pauseConditions[0]?.reason,
    aborted: status.abort,
    promoteFull: status.promoteFull,
  };
}

/** What a Rollout is at, in words. */
export const describeRollout = ({ current, phase, message, step }: RolloutView): string =>
  current
    ? `${phase}${message === '' ? '' : `, ${message}`} (canary step ${step})`
    : 'its controller hasn’t seen the new spec';

/** Degraded must last this long: the controller says so for a moment of a version that it is leaving. */
const degradedMs = 1000;

/** Gathers what a Degraded Rollout said of itself and makes the error that gives the real reason. */
export function openDegraded(ctx: ClusterContext, ref: ObjectRef) {
  const steady = openSteady(ctx);
  const reasons = new Set<string>();
  return {
    /** For each look: settles on `degraded` when that has lasted, undefined where it isn't Degraded. */
    look(now: RolloutView): Look<'degraded'> | undefined {
      const left = steady(now.phase, degradedMs);
      if (now.phase !== 'Degraded') return undefined;
      reasons.add(now.message);
      return left === 0 ? settled('degraded') : waiting(now.message, left);
    },
    /** The abort overwrites the Rollout's first message at once; the pods still know. */
    async error(): Promise<Error> {
      const object = await ctx.clients.kubernetes.get(ref, ctx.signal);
      reasons.add(await whyUnready(ctx.clients.kubernetes, ref, object, ctx.signal));
      const why = [...reasons].filter(Boolean).join('; ');
      return fatal(
        'failed',
        `${nameOf(ref)} is Degraded with ${readRollout(object).image}: ${why || 'no reason given'}.`,
      );
    },
  };
}
