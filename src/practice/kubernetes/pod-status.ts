/** What the kubelet says of a pod in each state of its life. */
import { digestOf, imageOf } from '../oci/images.ts';
import { stamp } from './cluster.ts';
import type { JsonObject } from './state.ts';

export const running = (name: string, image: string): JsonObject => ({
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'True' }],
  containerStatuses: [
    { name, image, imageID: pulled(image), ready: true, restartCount: 0, state: { running: {} } },
  ],
});

/** Its image is there, and it is not ready yet. */
export const starting = (name: string, image: string): JsonObject => ({
  phase: 'Pending',
  conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }],
  containerStatuses: [
    { name, image, ready: false, restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } },
  ],
});

/** Its image can't be had. */
export const unpulled = (name: string, image: string): JsonObject => ({
  phase: 'Pending',
  conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }],
  containerStatuses: [
    {
      name,
      image,
      ready: false,
      restartCount: 0,
      state: { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` } },
    },
  ],
});

/** It has started and ended with an error some times. */
export const crashing = (name: string, image: string): JsonObject => ({
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }],
  containerStatuses: [
    {
      name,
      image,
      imageID: pulled(image),
      ready: false,
      restartCount: 4,
      state: {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: `back-off 1m20s restarting failed container=${name}`,
        },
      },
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    },
  ],
});

/** It has done its work, or failed at it. */
export const ended = (name: string, image: string, exitCode: number, at: number): JsonObject => ({
  phase: exitCode === 0 ? 'Succeeded' : 'Failed',
  conditions: [{ type: 'Ready', status: 'False', reason: exitCode === 0 ? 'PodCompleted' : 'PodFailed' }],
  containerStatuses: [
    {
      name,
      image,
      imageID: pulled(image),
      ready: false,
      restartCount: 0,
      state: {
        terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', finishedAt: stamp(at) },
      },
    },
  ],
});

/** What the node has pulled, by its digest: what the practised registry gives for the name. */
function pulled(image: string): string {
  const [, repository = '', tag = 'latest', digest] =
    /^(.+?)(?::([^:/@]+))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(image) ?? [];
  return `${repository}@${digest ?? digestOf(imageOf(repository, tag).manifest.body)}`;
}
