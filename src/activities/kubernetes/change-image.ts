/** Gives a Deployment another image and waits until all of its pods run it, or it is clear why they don't; and the way back. */
import { fatal } from '../errors.ts';
import type { ClusterObject } from './client.ts';
import { containerOf, deploymentRef, readDeployment } from './deployment.ts';
import type { DeploymentView } from './deployment.ts';
import { comesUp } from './comes-up.ts';
import { nameOf, settled, waiting } from './watch-until.ts';
import type { ClusterContext, Look } from './watch-until.ts';
import type { ReleaseRef } from '../contract.ts';

/** What a step's input says of it. */
export interface ImageChange {
  readonly deployment: string;
  readonly namespace: string;
  readonly container?: string | undefined;
  readonly image: string;
  readonly digest?: string | undefined;
  readonly timeoutSeconds: number;
}

export type Ctx = ClusterContext & { readonly release: ReleaseRef };

export const wantedImage = ({ image, digest }: Pick<ImageChange, 'image' | 'digest'>): string =>
  digest === undefined ? image : `${image}@${digest}`;

export async function presentDeployment(
  given: ImageChange,
  { clients, signal }: Ctx,
): Promise<DeploymentView> {
  return readDeployment(await clients.kubernetes.get(deploymentRef(given), signal));
}

export const imageIn = (given: ImageChange, deployment: DeploymentView): string =>
  containerOf(deployment, given.container, nameOf(deploymentRef(given))).image;

/** A merge patch replaces a list whole; the resource version makes sure that nobody's change to it is lost. */
export async function setTo(
  given: ImageChange,
  ctx: Ctx,
  { image, cause, key }: { readonly image: string; readonly cause: string; readonly key: string },
): Promise<void> {
  const ref = deploymentRef(given);
  const now = await presentDeployment(given, ctx);
  const meant = containerOf(now, given.container, nameOf(ref));
  if (meant.image === image) return;
  const containers = now.containers.map((one) => (one.name === meant.name ? { ...one, image } : one));
  await ctx.clients.kubernetes.mergePatch(
    ref,
    {
      metadata: {
        resourceVersion: now.resourceVersion,
        annotations: { 'kubernetes.io/change-cause': cause },
      },
      spec: { template: { spec: { containers } } },
    },
    { key, signal: ctx.signal },
  );
}

/** As a release's own change, with its key. */
export const setToWanted = (given: ImageChange, ctx: Ctx): Promise<void> =>
  setTo(given, ctx, { image: wantedImage(given), cause: `Slipway, ${ctx.release.id}`, key: ctx.key });

export async function rolledOut(given: ImageChange, ctx: Ctx, image: string): Promise<void> {
  const ref = deploymentRef(given);
  const look = (object: ClusterObject): Look<Pick<DeploymentView['rollout'], 'at' | 'says'>> => {
    const now = readDeployment(object);
    const present = imageIn(given, now);
    if (present !== image)
      throw fatal(
        'conflict',
        `${nameOf(ref)} was given ${present} by somebody else, while it was to run ${image}.`,
      );
    return now.rollout.at === 'under-way' ? waiting(now.rollout.says) : settled(now.rollout);
  };
  await comesUp(ctx, ref, { timeoutSeconds: given.timeoutSeconds, with: ` with ${image}` }, look);
}

/** Unless somebody has given it yet another image since. */
export async function putBack(given: ImageChange, ctx: Ctx, previous: string): Promise<string> {
  const where = nameOf(deploymentRef(given));
  const now = imageIn(given, await presentDeployment(given, ctx));
  if (now !== previous && now !== wantedImage(given))
    throw fatal('undo-failed', `${where} was given ${now} since; before the release it had ${previous}.`);
  if (now !== previous)
    await setTo(given, ctx, {
      image: previous,
      cause: `Slipway, ${ctx.release.id}, rolled back`,
      key: `${ctx.key}-undo`.slice(-64),
    });
  await rolledOut(given, ctx, previous);
  return now === previous
    ? `${where} runs ${previous}: nothing to put back.`
    : `Rolled ${where} back to ${previous}.`;
}
