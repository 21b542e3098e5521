/** `rollouts.awaitHealthy`: waits until a Rollout runs its template everywhere, or says why it doesn't. Reads only. */
import { z } from 'zod';
import { defineStep } from '../define-step.ts';
import { onRollouts, podsWords } from '../kubernetes/rights.ts';
import { settled, waiting, watchUntil } from '../kubernetes/watch-until.ts';
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

export const awaitHealthy = defineStep({
  kind: 'rollouts.awaitHealthy',
  summary: 'Wait until a Rollout is Healthy with no canary under way.',
  input: z.strictObject({ ...rolloutInput, image: imageInput, timeoutSeconds: timeoutInput }),
  output: z.strictObject({
    image: z.string().describe('Image that all pods have'),
    hash: z.string().describe('Hash of their pod template'),
  }),
  needs: ['kubernetes'],
  rights: (given) => [onRollouts(given), ...podsWords(given)],
  options: longWait,
  title: ({ rollout, namespace }) => `Wait until ${namespace}/${rollout} is Healthy`,
  async settle(_, ctx, input) {
    const ref = rolloutRef(input);
    const trouble = openDegraded(ctx, ref);
    const end = await watchUntil(
      ctx,
      ref,
      input.timeoutSeconds,
      (object): Look<{ image: string; hash: string } | 'degraded'> => {
        const now = readRollout(object);
        if (!now.current) return waiting(describeRollout(now));
        if (input.image !== undefined && now.image !== input.image)
          return waiting(`its template still has ${now.image}`);
        if (now.phase === 'Healthy' && !now.inFlight) return settled({ image: now.image, hash: now.hash });
        return trouble.look(now) ?? waiting(describeRollout(now));
      },
    );
    if (end === 'degraded') throw await trouble.error();
    return end;
  },
});
