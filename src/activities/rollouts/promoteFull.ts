/**
 * `rollouts.promoteFull`: brings the canary's version to all pods, past all steps, pauses and analysis.
 * Its undo aborts a promotion that is still under way. One that is complete has made its version the stable one: what brings
 * the version before back is the undo of the sync that began it (`argocd.sync` with `canary`), which runs right after.
 */
import { z } from 'zod';
import { absent, done, started } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { fatal } from '../errors.ts';
import { ordersRollouts } from '../kubernetes/rights.ts';
import { nameOf, settled, waiting, watchUntil } from '../kubernetes/watch-until.ts';
import type { Look } from '../kubernetes/watch-until.ts';
import { abortCanary, giveOrder, promotion } from './order.ts';
import {
  openDegraded,
  describeRollout,
  longWait,
  readRollout,
  rolloutInput,
  rolloutRef,
  timeoutInput,
} from './rollout.ts';
import type { RolloutView } from './rollout.ts';

export const promoteFull = defineStep({
  kind: 'rollouts.promoteFull',
  summary: 'Promote a Rollout’s canary to all pods at once.',
  input: z.strictObject({ ...rolloutInput, timeoutSeconds: timeoutInput }),
  output: z.strictObject({
    image: z.string().describe('Image that all pods have now'),
    hash: z.string().describe('Hash of their pod template'),
  }),
  needs: ['kubernetes'],
  rights: ordersRollouts,
  options: longWait,
  title: ({ rollout, namespace }) => `Promote ${namespace}/${rollout} to full`,

  async observe(input, ctx) {
    const now = readRollout(await ctx.clients.kubernetes.get(rolloutRef(input), ctx.signal));
    if (now.current && !now.inFlight && now.phase === 'Healthy') return done(resultOf(now));
    // An order that stands there, the Rollout still paused, was overlooked and must be given again. Near the end the version is
    // the stable one already, while old pods are still leaving.
    const underWay = !now.inFlight || (now.lastStepPassed && !now.aborted && now.phase !== 'Paused');
    if (now.current && underWay) return started({ hash: now.hash });
    return absent({ hash: now.hash, stableHash: now.stableHash });
  },

  async act(input, ctx) {
    const ref = rolloutRef(input);
    const refuseAborted = ({ aborted, current, phase, message }: RolloutView) => {
      if (!current)
        throw fatal(
          'conflict',
          `${nameOf(ref)} has just been given another version; it must reach its pause first.`,
        );
      // The controller would promote an aborted canary all the same.
      if (aborted || phase === 'Degraded')
        throw fatal('refused', `${nameOf(ref)} isn’t promoted: it is Degraded (${message}).`);
    };
    await giveOrder(ctx, ref, promotion(refuseAborted));
    return started({ hash: readRollout(await ctx.clients.kubernetes.get(ref, ctx.signal)).hash });
  },

  async settle({ hash }, ctx, input) {
    const ref = rolloutRef(input);
    const trouble = openDegraded(ctx, ref);
    const end = await watchUntil(
      ctx,
      ref,
      input.timeoutSeconds,
      (object): Look<{ image: string; hash: string } | 'replaced' | 'degraded'> => {
        const now = readRollout(object);
        if (now.hash !== hash) return settled('replaced');
        if (now.phase === 'Healthy' && !now.inFlight) return settled(resultOf(now));
        return trouble.look(now) ?? waiting(describeRollout(now));
      },
    );
    if (end === 'degraded') throw await trouble.error();
    if (end === 'replaced')
      throw fatal('conflict', `${nameOf(ref)} was given another version while it was promoted.`);
    return end;
  },

  undoTitle: ({ input: { namespace, rollout } }) =>
    `Abort the promotion of ${namespace}/${rollout} if it is still under way`,

  async undo({ input }, ctx) {
    switch (await abortCanary(ctx, input)) {
      case 'aborted':
        return `The promotion of ${input.namespace}/${input.rollout} is aborted; the stable version takes all traffic.`;
      case 'no-canary':
        return `${input.namespace}/${input.rollout} has no promotion under way; the undo of its sync brings the version before back.`;
    }
  },
});

const resultOf = ({ image, hash }: RolloutView) => ({ image, hash });
