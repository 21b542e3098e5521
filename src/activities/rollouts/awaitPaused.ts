/** `rollouts.awaitPaused`: waits until the canary stands at a pause, or says why it never will. Reads only. */
import { z } from 'zod';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { onRollouts, podsWords } from '../kubernetes/rights.ts';
import { nameOf, openSteady, settled, waiting, watchUntil } from '../kubernetes/watch-until.ts';
import type { Look } from '../kubernetes/watch-until.ts';
import {
  openDegraded,
  describeRollout,
  imageInput,
  longWait,
  readRollout,
  rolloutInput,
  rolloutRef,
  timeoutInput,
} from './rollout.ts';
import type { RolloutView } from './rollout.ts';

/** A canary begins within a moment of its spec; when none has for so long, none will. */
const noCanaryMs = 5000;

type Paused = RolloutView & { readonly pauseReason: string };

export const awaitPaused = defineStep({
  kind: 'rollouts.awaitPaused',
  summary: 'Wait until a Rollout’s canary is up and paused.',
  input: z.strictObject({ ...rolloutInput, image: imageInput, timeoutSeconds: timeoutInput }),
  output: z.strictObject({
    image: z.string().describe('Image of the canary'),
    step: z.number().int().describe('Index of the canary step it is paused at, from 0'),
    reason: z.string().describe('Why it is paused, in the controller’s words'),
    canaryHash: z.string().describe('Hash of the canary’s pod template'),
    stableHash: z.string().describe('Hash of the stable version’s pod template'),
  }),
  needs: ['kubernetes'],
  rights: (given) => [onRollouts(given), ...podsWords(given)],
  options: longWait,
  title: ({ rollout, namespace }) => `Wait for the canary of ${namespace}/${rollout}`,
  async settle(_, ctx, input) {
    const ref = rolloutRef(input);
    const steady = openSteady(ctx);
    const trouble = openDegraded(ctx, ref);
    const end = await watchUntil(
      ctx,
      ref,
      input.timeoutSeconds,
      (object): Look<Paused | 'no canary' | 'degraded'> => {
        const now = readRollout(object);
        const pending = waiting(describeRollout(now));
        if (!now.current) return pending;
        if (input.image !== undefined && now.image !== input.image) {
          return waiting(`its template still has ${now.image}`);
        }
        const degraded = trouble.look(now);
        if (degraded !== undefined) return degraded;
        if (now.phase === 'Paused' && now.pauseReason !== undefined && now.inFlight) {
          return settled({ ...now, pauseReason: now.pauseReason });
        }
        if (now.phase !== 'Healthy' || now.inFlight) {
          steady(now.phase, 0);
          return pending;
        }
        const left = steady('no canary', noCanaryMs);
        return left === 0 ? settled('no canary') : waiting('Healthy, no canary yet', left);
      },
    );
    if (end === 'degraded') throw await trouble.error();
    if (end === 'no canary') {
      throw fatal(
        'failed',
        `${nameOf(ref)} is Healthy and has no canary: the sync brought it no new version, or it went through without a pause.`,
      );
    }
    return {
      image: end.image,
      step: end.step,
      reason: end.pauseReason,
      canaryHash: end.hash,
      stableHash: end.stableHash,
    };
  },
});
