/**
 * `kubernetes.recreate`: gives a singleton another image: the old pod is gone before the new one is made, so that never two are alive.
 * The Deployment's own strategy, Recreate, is what keeps that promise, whatever becomes of the worker; without it nothing is changed.
 */
import { absent, started } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { imageIn, presentDeployment, putBack, rolledOut, setToWanted, wantedImage } from './change-image.ts';
import type { Ctx, ImageChange } from './change-image.ts';
import { deploymentRef } from './deployment.ts';
import type { DeploymentView } from './deployment.ts';
import { imageChangeInput, imageChangeOutput } from './image-input.ts';
import { changesDeployments } from './rights.ts';
import { mustBeSingleton } from './singleton.ts';
import { nameOf } from './watch-until.ts';

type State = { previous: string };

export const recreate = defineStep({
  kind: 'kubernetes.recreate',
  summary: 'Stop a singleton and start it with another image: never two of it are alive.',
  input: imageChangeInput,
  output: imageChangeOutput,
  needs: ['kubernetes'],
  rights: changesDeployments,
  options: { settleTimeout: 25 * 3_600_000 },
  title: (given) => `Stop ${given.namespace}/${given.deployment} and start it with ${wantedImage(given)}`,
  async observe(given, ctx, earlier?: State) {
    const now = imageIn(given, await singleton(given, ctx));
    if (now === wantedImage(given)) return started<State>({ previous: earlier?.previous ?? now });
    return absent<State>({ previous: now });
  },
  async act(given, ctx, { previous }) {
    await singleton(given, ctx);
    await setToWanted(given, ctx);
    return started<State>({ previous });
  },
  async settle({ previous }, ctx, given) {
    await rolledOut(given, ctx, wantedImage(given));
    return { image: wantedImage(given), previous };
  },
  undoTitle: ({ input: { deployment, namespace }, before: { previous } }) =>
    `Stop ${namespace}/${deployment} and start it with ${previous} again`,
  async undo({ input: given, before: { previous } }, ctx) {
    await singleton(given, ctx);
    return putBack(given, ctx, previous);
  },
});

async function singleton(given: ImageChange, ctx: Ctx): Promise<DeploymentView> {
  const now = await presentDeployment(given, ctx);
  mustBeSingleton(now, nameOf(deploymentRef(given)));
  return now;
}
