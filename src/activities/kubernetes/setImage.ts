/** `kubernetes.setImage`: gives a Deployment another image, and waits until all of its pods run it or it is clear why they don't. */
import { absent, started } from '../contract.ts';
import { defineStep } from '../define-step.ts';
import { imageIn, presentDeployment, putBack, rolledOut, setToWanted, wantedImage } from './change-image.ts';
import { imageChangeInput, imageChangeOutput } from './image-input.ts';
import { changesDeployments } from './rights.ts';

type State = { previous: string };

export const setImage = defineStep({
  kind: 'kubernetes.setImage',
  summary: 'Give a Deployment another image by a rolling update, and wait until it runs everywhere.',
  input: imageChangeInput,
  output: imageChangeOutput,
  needs: ['kubernetes'],
  rights: changesDeployments,
  options: { settleTimeout: 25 * 3_600_000 },
  title: (given) => `Roll ${wantedImage(given)} out to ${given.namespace}/${given.deployment}`,
  async observe(given, ctx, earlier?: State) {
    const now = imageIn(given, await presentDeployment(given, ctx));
    if (now === wantedImage(given)) return started<State>({ previous: earlier?.previous ?? now });
    return absent<State>({ previous: now });
  },
  async act(given, ctx, { previous }) {
    await setToWanted(given, ctx);
    return started<State>({ previous });
  },
  async settle({ previous }, ctx, given) {
    await rolledOut(given, ctx, wantedImage(given));
    return { image: wantedImage(given), previous };
  },
  undoTitle: ({ input: { deployment, namespace }, before: { previous } }) =>
    `Roll ${namespace}/${deployment} back to ${previous}`,
  undo: ({ input: given, before: { previous } }, ctx) => putBack(given, ctx, previous),
});
